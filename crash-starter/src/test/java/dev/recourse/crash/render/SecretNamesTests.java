package dev.recourse.crash.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretNamesTests {

    private final SecretNames names = new SecretNames(List.of("serial-number"));

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
                "mailPass",
                "dbpassword",
                "cookies_eaten_by",
                "passwordForUser",
                "app.Password"
            })
    void matchesWhenAWordOfTheNameIsOneOfASecretIsTrue(String name) {
        assertThat(names.matches(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "...",
                "-D",
                "tokenizer",
                "secretary",
                "compass",
                "bypass",
                "passenger",
                "author",
                "keyboard",
                "monkey",
                "cacheKey",
                "name",
                "tokenCount",
                "passwordEncoder",
                "TokenStoreException",
                "org.acme.auth.LoginService"
            })
    void matchesWhenTheNameIsOfSomethingElseIsFalse(String name) {
        assertThat(names.matches(name)).isFalse();
    }
}
