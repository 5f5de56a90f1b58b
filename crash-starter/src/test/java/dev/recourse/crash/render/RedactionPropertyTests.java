package dev.recourse.crash.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A random secret in a random notation, nested at random, never comes out. */
class RedactionPropertyTests {

    private static final int CASES = 5_000;

    private static final List<String> NAMES = List.of(
            "password",
            "db.password",
            "apiKey",
            "API_KEY",
            "client-secret",
            "X-Auth-Token",
            "dbpassword",
            "passphrase",
            "pwd");

    /** Characters that end a value in some notation. */
    private static final String MARKS = "!#$%&()*+,-./:;<=>?@[]^_{|}~'\"\\ ";

    private final Redactor redactor = new Redactor(List.of(), List.of());

    /** Other seeds find other texts; a failure says which one it was. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 42, 20261130})
    void secretInAnyNotationAndNestingIsHidden(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < CASES; i++) {
            String core = letters(random, 10);
            String secret = secret(random, core);
            String text = nested(random, notation(random, NAMES.get(random.nextInt(NAMES.size())), secret));
            assertThat(redactor.text(text))
                    .as("seed %d, case %d: %s", seed, i, text)
                    .doesNotContain(core);
        }
    }

    /** Returns letters that no other part of a text has, with marks before them, as passwords have them. */
    private static String secret(Random random, String core) {
        StringBuilder secret = new StringBuilder(letters(random, 3));
        int marks = random.nextInt(4);
        for (int i = 0; i < marks; i++) {
            secret.append(MARKS.charAt(random.nextInt(MARKS.length()))).append(letters(random, 1));
        }
        return secret.append(core).toString();
    }

    private static String letters(Random random, int count) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < count; i++) {
            letters.append((char) ('a' + random.nextInt(26)));
        }
        return letters.append(random.nextInt(10)).toString();
    }

    private static String notation(Random random, String name, String secret) {
        return switch (random.nextInt(16)) {
            case 0 -> "Login[user=ada, " + name + "=" + secret + "]";
            case 1 -> "{user=ada, " + name + "=" + secret + ", host=db7}";
            case 2 -> "{\"user\":\"ada\",\"" + name + "\":" + json(secret) + ",\"n\":1}";
            case 3 -> "{\"n\": [1, 2], \"" + name + "\" : [" + json("x") + ", " + json(secret) + "]}";
            case 4 -> name + ": " + json(secret);
            case 5 -> "user=ada " + name + "=" + json(secret) + " host=db7";
            case 6 -> "<" + name + ">" + xml(secret) + "</" + name + ">";
            case 7 -> "<login user=\"ada\" " + name + "=\"" + xml(secret) + "\"/>";
            case 8 -> "[{\"name\":\"" + name + "\",\"value\":" + json(secret) + "}]";
            case 9 -> "https://host.example/path?user=ada&" + name + "=" + percent(secret) + "&page=2";
            case 10 -> "https://ada:" + percent(secret) + "@host.example/path";
            case 11 -> "update login set " + name + " = '" + secret.replace("'", "''") + "' where id = 7";
            case 12 -> "db:\n  " + name + ": |\n    " + secret + "\n  host: db7";
            case 13 -> "Field error on field '" + name + "': rejected value [" + json(secret) + "]; codes [Size]";
            case 14 -> "run --" + name + " " + json(secret) + " --page 2";
            default -> name + "=" + secret.replace(" ", "");
        };
    }

    private static String nested(Random random, String text) {
        List<UnaryOperator<String>> nestings = List.of(
                inner -> "Failed: " + inner,
                inner -> "{\"message\":" + json(inner) + ",\"level\":\"info\"}",
                inner -> "<message>" + xml(inner) + "</message>",
                inner -> "GET /log?message=" + percent(inner) + "&n=1 HTTP/1.1",
                inner -> "Event[id=7, text=" + inner + "]",
                inner -> inner + "\nnext line");
        String nested = text;
        for (int i = random.nextInt(3); i > 0; i--) {
            nested = nestings.get(random.nextInt(nestings.size())).apply(nested);
        }
        return nested;
    }

    private static String json(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    private static String xml(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String percent(String text) {
        StringBuilder encoded = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0;
            encoded.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
        }
        return encoded.toString();
    }
}
