package dev.recourse.crash.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTests {

    private final Redactor redactor = new Redactor(List.of("serial-number"), List.of(Pattern.compile("ACME-\\d+")));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password",
                "db.password",
                "dbPassword",
                "DB_PASSWORD",
                "db-password",
                "passwordHash",
                "secrets",
                "accessToken",
                "access_token",
                "X-API-KEY",
                "apiKey",
                "apikey",
                "APIKey",
                "JWTToken",
                "Authorization",
                "Set-Cookie",
                "spring.datasource.password",
                "-Dpassword",
                "--password",
                "credentials",
                "serialNumber",
                "SERIAL_NUMBER",
                "password2",
                "pass",
                "db_pass",
                "mailPass"
            })
    void isSecretWhenAWordOfTheNameIsOneOfASecretIsTrue(String name) {
        assertThat(redactor.isSecret(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tokenizer",
                "secretary",
                "compass",
                "passenger",
                "author",
                "cookies_eaten_by",
                "keyboard",
                "name",
                "...",
                "-D"
            })
    void isSecretWhenNoWholeWordMatchesIsFalse(String name) {
        assertThat(redactor.isSecret(name)).isEqualTo(name.startsWith("cookies"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Bearer abcdef.ghijkl|Bearer ***",
                "Basic dXNlcjpwYXNz|Basic ***",
                "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sig-na_ture|***",
                "card 4111 1111 1111 1111 taken|card *** taken",
                "card 4111-1111-1111-1111|card ***",
                "card 4111111111111112|card 4111111111111112",
                "at 1700000000000 ms|at 1700000000000 ms",
                "jdbc:postgresql://bob:hunter2@db/x|jdbc:postgresql://***@db/x",
                "https://bob:p@ss@host/path|https://***@host/path",
                "https://host/path?user=a@b|https://host/path?user=a@b",
                "login password=hunter2, tried twice|login password=***, tried twice",
                "error: password: hunter2|error: password: ***",
                "a: token = 'x y' b|a: token = *** b",
                "{\"apiKey\":\"x\\\"y\"}|{\"apiKey\":***}",
                "{'apiKey':'x\\'y'}|{'apiKey':***}",
                "{\"tokens\":[\"a]b\",\"c\"],\"page\":1}|{\"tokens\":***,\"page\":1}",
                "{\\\"pin\\\":\\\"x\\\\\\\"y\\\",\\\"page\\\":1}|{\\\"pin\\\":***,\\\"page\\\":1}",
                "{\\\"tokens\\\":[\\\"a\\\",\\\"b\\\"],\\\"page\\\":1}|{\\\"tokens\\\":***,\\\"page\\\":1}",
                "password[0]=one password[1]=two|password[0]=*** password[1]=***",
                "AuthRequest[user=bob, pin=1234]|AuthRequest[user=bob, pin=***]",
                "db_pass=hunter2 bypass=on|db_pass=*** bypass=on",
                "Authorization: Digest user=bob, response=1|Authorization: ***",
                "?token=abc&page=1|?token=***&page=1",
                "-----BEGIN RSA PRIVATE KEY-----abc-----END RSA PRIVATE KEY-----.|***.",
                "-----BEGIN PRIVATE KEY-----abc|***",
                "code ACME-123|code ***"
            })
    void textWhenSecretByNameOrShapeIsWithoutIt(String text, String expected) {
        assertThat(redactor.text(text)).isEqualTo(expected);
    }

    @Test
    void argumentsWhenSecretFollowsItsOptionAreWithoutIt() {
        assertThat(redactor.arguments(List.of("--password", "hunter2", "--api-key=x", "-Dtoken=y", "run")))
                .isEqualTo("--password *** --api-key=*** -Dtoken=*** run");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "=",
                "eyJ",
                "http://a",
                "4",
                "-----BEGIN ",
                "\"",
                "Bearer ",
                "a.-",
                "password=\"",
                "\\",
                "password=\"\\",
                "password=[",
                "a[",
                "a[b]",
                "pin\\\":\\\""
            })
    @Timeout(5)
    void textWhenLongAndHostileTakesLittleTime(String part) {
        assertThat(redactor.text(part.repeat(1_000_000))).hasSizeLessThan(17_000);
    }

    @Test
    void textWhenAddedPatternOverflowsIsHidden() {
        Redactor redactor = new Redactor(List.of(), List.of(Pattern.compile("(x|y)*z")));
        assertThat(redactor.text("xy".repeat(8000))).isEqualTo("***");
    }

    @Test
    void argumentsWhenSecretHasBlanksAreWithoutAllOfIt() {
        assertThat(redactor.arguments(List.of("a.Main x y", "--password=one two", "--token one two", "--page=1 2")))
                .isEqualTo("a.Main x y --password=*** --token *** --page=1 2");
    }

    @Test
    void argumentsWhenSecretHasAnyCharactersAreWithoutIt() {
        assertThat(redactor.arguments(
                        List.of("--password=a&b", "-Dtoken=a,b;c)d", "--api-key=\"a\"b", "-Dpin[0]=a\"b")))
                .isEqualTo("--password=*** -Dtoken=*** --api-key=*** -Dpin[0]=***");
    }

    @Test
    void textWhenQuotedSecretHasAnEscapedQuoteIsWithoutAllOfIt() {
        assertThat(redactor.text("{\"apiKey\":\"x\\\"y\",\"page\":1}")).isEqualTo("{\"apiKey\":***,\"page\":1}");
    }

    @Test
    void textWhenSecretsAreAListIsWithoutAllOfThem() {
        assertThat(redactor.text("{passwords=[one, two], page=1}")).isEqualTo("{passwords=***, page=1}");
    }

    @Test
    void textWhenJsonIsWithinAStringIsWithoutItsSecrets() {
        assertThat(redactor.text("\"{\\\"password\\\":\\\"hunter2\\\"}\"")).doesNotContain("hunter2");
    }
}
