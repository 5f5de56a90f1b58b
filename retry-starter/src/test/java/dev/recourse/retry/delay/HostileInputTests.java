package dev.recourse.retry.delay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.recourse.retry.failure.Failure;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A million inputs, the same ones in each run, most of them close to what is allowed. */
class HostileInputTests {

    private static final Duration NO_HANG = Duration.ofSeconds(60);

    private static final List<String> HEADERS = List.of(
            "Retry-After",
            "Retry-After-Ms",
            "grpc-retry-pushback-ms",
            "X-Should-Retry",
            "RateLimit",
            "RateLimit-Reset",
            "X-RateLimit-Reset-After",
            "X-RateLimit-Reset",
            "Date");

    private static final List<Rule> HEADER_RULES = Stream.concat(
                    Stream.of("server", "header(Retry-After)"),
                    Stream.of("s", "ms", "epoch-s", "epoch-ms", "date", "auto").map(unit -> "header(X, " + unit + ")"))
            .map(Rule::parse)
            .toList();

    private static final List<Rule> BODY_RULES = Stream.of(
                    "server", "retry_interval", "body(/error/details/1/retryDelay)", "body(/retry_after, ms)")
            .map(Rule::parse)
            .toList();

    private static final String ALPHABET = "0123456789.,;:=()[]{}\"'/~-+ \t\n\r\0eETZPsmhdr\\_\u0663\uFEFF\uD800\uFFFF";

    private static final List<String> VALUES = new ArrayList<>(List.of(
            "2023-09-29T18:26:57.123456789+02:00", "P1DT2H3M4.5S", "1h2m3s4ms", "1e999999999", "-9223372036854775808"));

    private static final List<String> BODIES = new ArrayList<>(List.of("[[[[]]]]", "{\"retry_after\":1e-999999999}"));

    private static final List<String> RULES = List.of(
            "retry_interval, server, 60s",
            "exponential(1s, 2m, 1.5), never",
            "random(1ms, PT1H)",
            "header(X-Wait, epoch-ms), body(/a~1b/0, auto)",
            "P1DT1H, 1d2h3m4.5s, 500ms");

    private static final List<String> DATES =
            List.of("EEE, dd MMM yyyy HH:mm:ss 'GMT'", "EEEE, dd-MMM-yy HH:mm:ss 'GMT'", "EEE MMM ppd HH:mm:ss yyyy");

    @BeforeAll
    static void readTable() throws Exception {
        try (InputStream table = HostileInputTests.class.getResourceAsStream("/server-delay.csv")) {
            String text = new String(table.readAllBytes(), StandardCharsets.UTF_8).replace("\"\"", "\"");
            text.lines()
                    .map(line -> line.replaceFirst("^.*?: ", "").replaceFirst("\"?,(?! ).*$", ""))
                    .forEach(VALUES::add);
            text.lines()
                    .filter(line -> line.matches(".*\\{.*}.*"))
                    .map(line -> line.substring(line.indexOf('{'), line.lastIndexOf('}') + 1))
                    .forEach(BODIES::add);
        }
    }

    @Test
    void headerWhenMutatedNeverThrowsAndKeepsTheBounds() {
        Random random = new Random(1);
        assertTimeoutPreemptively(NO_HANG, () -> {
            int delays = 0;
            for (int i = 0; i < 750_000; i++) {
                String value = mutant(VALUES, random);
                String line = pick(HEADERS, random) + ": " + value;
                String other = pick(HEADERS, random) + ": " + pick(VALUES, random);
                delays += check(pick(HEADER_RULES, random), received(line, other, "X: " + value), line);
            }
            assertThat(delays).isGreaterThan(37_500);
        });
    }

    @Test
    void bodyWhenMutatedNeverThrowsAndKeepsTheBounds() {
        Random random = new Random(2);
        assertTimeoutPreemptively(NO_HANG, () -> {
            int delays = 0;
            for (int i = 0; i < 100_000; i++) {
                String body = mutant(BODIES, random);
                delays += check(
                        pick(BODY_RULES, random),
                        received("Content-Type: application/json").withBody(body),
                        body);
            }
            assertThat(delays).isGreaterThan(2_000);
        });
    }

    @Test
    void ruleWhenMutatedIsReadOrRefusedWithAPosition() {
        Random random = new Random(3);
        assertTimeoutPreemptively(NO_HANG, () -> {
            int delays = 0;
            for (int i = 0; i < 150_000; i++) {
                String text = mutant(RULES, random);
                try {
                    delays += check(Rule.parse(text), received("Retry-After: 1"), text);
                } catch (RuleSyntaxException ex) {
                    assertThat(ex.position()).isBetween(0, text.length());
                }
            }
            assertThat(delays).isGreaterThan(7_500);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9",
                "0",
                "1.",
                ".",
                "-",
                " ",
                "(",
                "[",
                "{",
                "\"",
                "\\",
                "a",
                "a,",
                "1s",
                "1d",
                "PT",
                "~",
                "/",
                "/~1",
                "\0",
                "\u0663",
                "Mon, ",
                "a;r=0;t=1,",
                "((",
                "\"\",",
                ":AA=:,",
                "{\"a\":",
                "[1,",
                "{\"a\":1,"
            })
    void inputWhenItIsLongIsReadInTime(String part) {
        String input = part.repeat(65_536 / part.length());
        assertTimeoutPreemptively(NO_HANG, () -> {
            for (String header : HEADERS) {
                for (Rule rule : HEADER_RULES) {
                    check(rule, received(header + ":" + input, "X:" + input), part);
                }
            }
            for (String body : List.of(input, "{\"retry_after\":\"" + input, "{\"retry_after\":" + input + "}")) {
                check(Rule.parse("server"), received("").withBody(body), part);
            }
            for (String rule :
                    List.of(input, "exponential(" + input, "header(" + input + ")", "body(/" + input + ")")) {
                try {
                    check(Rule.parse(rule), received("Retry-After: 1"), part);
                } catch (RuleSyntaxException ex) {
                    assertThat(ex.position()).isBetween(0, rule.length());
                }
            }
        });
    }

    @Test
    void delayWhenInstantIsKnownEndsInItsMillisecondWhateverTheForm() {
        Random random = new Random(4);
        for (int i = 0; i < 20_000; i++) {
            Instant now = Instant.ofEpochSecond(
                    random.nextLong(1_000_000_000L, 4_000_000_000L), random.nextInt(1_000_000_000));
            Instant exact = now.plusNanos(random.nextLong(Duration.ofDays(3650).toNanos()));
            Instant second = Instant.ofEpochSecond(exact.getEpochSecond());
            String date = render(pick(DATES, random), second);
            check("Retry-After: " + date, "server", now, second);
            check("X: " + date, "header(X, date)", now, second);
            check("X: " + exact, "header(X)", now, exact);
            check("X-RateLimit-Reset: " + decimal(exact.getEpochSecond(), exact.getNano()), "server", now, exact);
            long millis = exact.toEpochMilli();
            String fraction = decimal(millis, exact.getNano() % 1_000_000 * 1000);
            check("X: " + fraction, "header(X, epoch-ms)", now, exact);
            Duration delta = Duration.between(now, exact);
            check("Retry-After: " + decimal(delta.toSeconds(), delta.toNanosPart()), "server", now, exact);
            check("X: " + delta, "header(X)", now, exact);
        }
    }

    private static String render(String form, Instant instant) {
        return DateTimeFormatter.ofPattern(form, Locale.US)
                .withZone(ZoneOffset.UTC)
                .format(instant);
    }

    private static String decimal(long whole, int billionths) {
        return "%d.%09d".formatted(whole, billionths);
    }

    private static void check(String line, String rule, Instant now, Instant expected) {
        DelayResult answer = Rule.parse(rule).answer(received(line).failure(), Received.at(now));
        assertThat(answer).as(line).isInstanceOf(DelayResult.Delay.class);
        Instant end = now.plus(((DelayResult.Delay) answer).delay());
        Instant earliest = expected.isAfter(now) ? expected : now;
        assertThat(end).as(line).isAfterOrEqualTo(earliest).isBefore(earliest.plusMillis(1));
    }

    /** Returns 1 if there is a delay, else 0. */
    private static int check(Rule rule, Received response, String input) {
        Failure failure = response.failure();
        if (rule.answer(failure, Received.at(Received.NOW)) instanceof DelayResult.Delay answer) {
            Duration delay = answer.delay();
            if (delay.isNegative()
                    || delay.compareTo(DelayResult.LONGEST) > 0
                    || delay.toNanosPart() % 1_000_000 != 0) {
                throw new AssertionError(delay + " of " + input);
            }
            return 1;
        }
        return 0;
    }

    private static Received received(String... lines) {
        return new Received(Arrays.asList(lines), new byte[0]);
    }

    private static String mutant(List<String> seeds, Random random) {
        StringBuilder text = new StringBuilder(pick(seeds, random));
        for (int i = random.nextInt(1 + random.nextInt(6)); i >= 0; i--) {
            int at = random.nextInt(text.length() + 1);
            int end = Math.min(text.length(), at + random.nextInt(6));
            switch (random.nextInt(6)) {
                case 0 -> text.delete(at, end);
                case 1 -> text.insert(at, ALPHABET.charAt(random.nextInt(ALPHABET.length())));
                case 2 -> text.insert(at, (char) random.nextInt(0x10000));
                case 3 ->
                    text.insert(at, text.substring(at, end).repeat(random.nextInt(random.nextInt(50) == 0 ? 500 : 5)));
                case 4 -> text.setLength(at);
                default -> text.insert(at, pick(seeds, random));
            }
        }
        return text.toString();
    }

    private static <T> T pick(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }
}
