package dev.recourse.crash.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTests {

    private final Redactor redactor = new Redactor(List.of("serial-number"), List.of(Pattern.compile("ACME-\\d+")));

    /** The contract's table, and beside it texts that other programs write. */
    @ParameterizedTest(name = "{0}")
    @CsvFileSource(
            resources = {"/redaction.csv", "/redaction-more.csv"},
            numLinesToSkip = 1,
            ignoreLeadingAndTrailingWhitespace = false)
    void textOfTheTableHasNoSecretAndStaysReadable(
            String id,
            @SuppressWarnings("unused") String group,
            String text,
            @Nullable String hidden,
            @Nullable String kept) {
        String redacted = redactor.text(text);
        assertThat(parts(hidden)).as(redacted).noneMatch(redacted::contains);
        assertThat(parts(kept)).as(redacted).allMatch(redacted::contains);
        assertThat(parts(hidden)).as("read again").noneMatch(redactor.text(redacted)::contains);
    }

    private static List<String> parts(@Nullable String cell) {
        return cell == null ? List.of() : List.of(cell.split("\\|\\|"));
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
                "error: password: hunter2|error: password: ***",
                "{\"apiKey\":\"x\\\"y\"}|{\"apiKey\":***}",
                "{'apiKey':'x\\'y'}|{'apiKey':***}",
                "{\"tokens\":[\"a]b\",\"c\"],\"page\":1}|{\"tokens\":***,\"page\":1}",
                "{\\\"pin\\\":\\\"x\\\\\\\"y\\\",\\\"page\\\":1}|{\\\"pin\\\":***,\\\"page\\\":1}",
                "{\\\"tokens\\\":[\\\"a\\\",\\\"b\\\"],\\\"page\\\":1}|{\\\"tokens\\\":***,\\\"page\\\":1}",
                "password[0]=one password[1]=two|password[0]=*** password[1]=***",
                "AuthRequest[user=bob, pin=1234]|AuthRequest[user=bob, pin=***]",
                "db_pass=hunter2 bypass=on|db_pass=*** bypass=on",
                "?token=abc&page=1|?token=***&page=1",
                "-----BEGIN RSA PRIVATE KEY-----abc-----END RSA PRIVATE KEY-----.|***.",
                "-----BEGIN PRIVATE KEY-----abc|***",
                "code ACME-123|code ***"
            })
    void textWhenSecretByNameOrShapeIsWithoutIt(String text, String expected) {
        assertThat(redactor.text(text)).isEqualTo(expected);
    }

    @Test
    void textWhenPersonalDataMayBeToldKeepsAddresses() {
        assertThat(redactor.text("to ada@mail.example")).isEqualTo("to ***@mail.example");
        assertThat(new Redactor(List.of(), List.of(), false).text("to ada@mail.example"))
                .isEqualTo("to ada@mail.example");
    }

    @Test
    void textWhenSecretCrossesTheCutIsSearchedBefore() {
        String before = "x".repeat(Redactor.LONGEST - 12);
        assertThat(redactor.text(before + "\n4242424242424242 and more")).isEqualTo(before + "\n***...");
        assertThat(redactor.text(before + " password=hunter2, a=1")).endsWith(" password=***...");
    }

    @Test
    void textWhenCutKeepsNoHalfOfACharacter() {
        String text = "x".repeat(Redactor.LONGEST - 1) + "\ud83d\ude00 more";
        assertThat(redactor.text(text)).isEqualTo("x".repeat(Redactor.LONGEST - 1) + "...");
    }

    /** Tried with 60 characters, this pattern does not end in the life of a machine. */
    @Test
    void textWhenAddedPatternTakesTooLongIsHidden() {
        Redactor redactor = new Redactor(List.of(), List.of(Pattern.compile("(.)(a|aa)+\\1b")));
        assertThat(redactor.text("a".repeat(60))).isEqualTo("***");
        assertThat(redactor.text("xaaxb and more")).isEqualTo("*** and more");
    }

    @Test
    void textWhenAddedPatternOverflowsIsHidden() {
        Redactor redactor = new Redactor(List.of(), List.of(Pattern.compile("(x|y)*z")));
        assertThat(redactor.text("xy".repeat(8000))).isEqualTo("***");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "^", "$", "\\b"})
    void textWhenAddedPatternMatchesNothingIsKept(String pattern) {
        assertThat(new Redactor(List.of(), List.of(Pattern.compile(pattern))).text("two words"))
                .isEqualTo("two words");
    }

    @Test
    void argumentsWhenSecretFollowsItsOptionAreWithoutIt() {
        assertThat(redactor.arguments(List.of("--password", "hunter2", "--api-key=x", "-Dtoken=y", "run")))
                .isEqualTo("--password *** --api-key=*** -Dtoken=*** run");
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
}
