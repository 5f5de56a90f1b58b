package dev.recourse.retry.delay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.recourse.retry.failure.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
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
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Half a million inputs, the same ones in each run unless {@code -Drecourse.seed} says otherwise, most of them close to
 * what is allowed.
 */
@Tag("slow")
class HostileInputTests {

    private static final Duration NO_HANG = Duration.ofMinutes(5);

    private static final long SEED = Long.getLong("recourse.seed", 1);

    private static final List<String> HEADERS = List.of(
            "Retry-After",
            "Retry-After-Ms",
            "grpc-retry-pushback-ms",
            "X-Should-Retry",
            "RateLimit",
            "RateLimit-Reset",
            "X-RateLimit-Reset-After",
            "X-RateLimit-Reset",
            "X-RateLimit-Remaining",
            "x-rate-limit-reset-tokens",
            "x-rate-limit-remaining-tokens",
            "Stripe-Should-Retry",
            "Date");

    private static final List<Rule> HEADER_RULES = Stream.concat(
                    Stream.of("server", "header(Retry-After)", "longest(server, header(X), header(Date))"),
                    Stream.of("s", "ms", "epoch-s", "epoch-ms", "date", "auto").map(unit -> "header(X, " + unit + ")"))
            .map(Rule::parse)
            .toList();

    private static final List<Rule> BODY_RULES = Stream.of(
                    "server",
                    "retry_interval",
                    "body(/error/details/1/retryDelay)",
                    "body(/retry_after, ms)",
                    "longest(retryInterval, body(/error/retry_after))")
            .map(Rule::parse)
            .toList();

    private static final String ALPHABET = "0123456789.,;:=()[]{}\"'/~-+ \t\n\r\0eETZPsmhdr\\_\u0663\uFEFF\uD800\uFFFF";

    private static final List<String> VALUES = new ArrayList<>(List.of(
            "2023-09-29T18:26:57.123456789+02:00",
            "P1DT2H3M4.5S",
            "1h2m3s4ms",
            "1e999999999",
            "-9223372036854775808",
            "2023-09-29 18:27Z",
            "fri, 29 SEP 2023 09:27:07 -0700",
            "0, 812",
            "40;w=60, 2",
            "850.5\u00b5s"));

    private static final List<String> BODIES = new ArrayList<>(List.of("[[[[]]]]", "{\"retry_after\":1e-999999999}"));

    private static final List<String> RULES = List.of(
            "retry_interval, server, 60s",
            "exponential(1s, 2m, 1.5), never",
            "random(1ms, PT1H)",
            "header(X-Wait, epoch-ms), body(/a~1b/0, auto)",
            "longest(server, longest(1s, retry_interval), exponential(1s, 2m)), 5s",
            "P1DT1H, 1d2h3m4.5s, 500ms");

    private static final List<String> DATES = List.of(
            "EEE, dd MMM yyyy HH:mm:ss 'GMT'",
            "EEEE, dd-MMM-yy HH:mm:ss 'GMT'",
            "EEE MMM ppd HH:mm:ss yyyy",
            "EEE, dd MMM yyyy HH:mm:ss '+0000'");

    @BeforeAll
    static void readTable() throws Exception {
        try (InputStream table = HostileInputTests.class.getResourceAsStream("/server-delay.csv")) {
            String text = new String(table.readAllBytes(), UTF_8).replace("\"\"", "\"");
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
        Random random = random(1);
        assertTimeoutPreemptively(NO_HANG, () -> {
            int delays = 0;
            for (int i = 0; i < 300_000; i++) {
                String value = mutant(VALUES, random);
                String line = pick(HEADERS, random) + ": " + value;
                String other = pick(HEADERS, random) + ": " + pick(VALUES, random);
                Received response = received(line, other, "X: " + value);
                delays += check(pick(HEADER_RULES, random), response, line);
                pick(HEADER_RULES, random).unreadHeaders(response.failure(), Received.at(Received.NOW));
            }
            assertThat(delays).isGreaterThan(15_000);
        });
    }

    @Test
    void bodyWhenMutatedNeverThrowsAndKeepsTheBounds() {
        Random random = random(2);
        assertTimeoutPreemptively(NO_HANG, () -> {
            int delays = 0;
            for (int i = 0; i < 100_000; i++) {
                String body = mutant(BODIES, random);
                delays += check(pick(BODY_RULES, random), encoded(body, random), body);
            }
            assertThat(delays).isGreaterThan(2_000);
        });
    }

    @Test
    void ruleWhenMutatedIsReadOrRefusedWithAPosition() {
        Random random = random(3);
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
        Random random = random(4);
        for (int i = 0; i < 20_000; i++) {
            Instant now = Instant.ofEpochSecond(
                    random.nextLong(1_000_000_000L, 4_000_000_000L), random.nextInt(1_000_000_000));
            Instant exact = now.plusNanos(random.nextLong(Duration.ofDays(3650).toNanos()));
            Instant second = Instant.ofEpochSecond(exact.getEpochSecond());
            String date = render(pick(DATES, random), second);
            check("Retry-After: " + date, "server", now, second);
            check("Retry-After: 0, " + date.toLowerCase(Locale.ROOT) + ";x, 0", "server", now, second);
            check("X-RateLimit-Reset: " + exact.atOffset(anyOffset(random)), "server", now, exact);
            check("x-ratelimit-reset-a: 0s\nx-rate-limit-reset-b: " + date, "server", now, second);
            check("X: " + date, "header(X, date)", now, second);
            check("X: " + exact, "header(X)", now, exact);
            check("X-RateLimit-Reset: " + decimal(exact.getEpochSecond(), exact.getNano()), "server", now, exact);
            long millis = exact.toEpochMilli();
            String fraction = decimal(millis, exact.getNano() % 1_000_000 * 1000);
            check("X: " + fraction, "header(X, epoch-ms)", now, exact);
            Duration delta = Duration.between(now, exact);
            check("Retry-After: " + decimal(delta.toSeconds(), delta.toNanosPart()), "server", now, exact);
            check("X: " + delta, "header(X)", now, exact);
            String goDuration = delta.toHours() + "h" + delta.toMinutesPart() + "m"
                    + decimal(delta.toSecondsPart(), delta.toNanosPart()) + "s";
            check("X-RateLimit-Reset-Requests: " + goDuration, "server", now, exact);
            check(
                    "X: 0",
                    "longest(server, body(/error/retry_after), 0s)",
                    now,
                    exact,
                    "{\"error\": {\"retry_after\": \"" + goDuration + "\"}}");
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

    private static ZoneOffset anyOffset(Random random) {
        return ZoneOffset.ofTotalSeconds(60 * random.nextInt(-18 * 60, 18 * 60 + 1));
    }

    private static void check(String lines, String rule, Instant now, Instant expected) {
        check(lines, rule, now, expected, "");
    }

    private static void check(String lines, String rule, Instant now, Instant expected, String body) {
        Failure failure = Received.headers(lines).withBody(body).failure();
        DelayResult answer = Rule.parse(rule).answer(failure, Received.at(now));
        String line = lines + body + ", seed " + SEED;
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
                throw new AssertionError(delay + " of " + input + ", seed " + SEED);
            }
            return 1;
        }
        return 0;
    }

    private static Received received(String... lines) {
        return new Received(Arrays.asList(lines), new byte[0]);
    }

    /** Returns a random choice that is the same in each run, and another for each test. */
    private static Random random(int test) {
        return new Random(31 * SEED + test);
    }

    /** Returns a body as it is, or compressed or in a charset that the headers tell; and now and then damaged. */
    private static Received encoded(String body, Random random) throws IOException {
        String encoding = pick(List.of("", "gzip", "deflate", "br", "gzip, deflate"), random);
        Charset charset = pick(List.of(UTF_8, UTF_8, StandardCharsets.UTF_16, StandardCharsets.ISO_8859_1), random);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream compressor =
                switch (encoding) {
                    case "gzip" -> new GZIPOutputStream(out);
                    case "deflate" -> new DeflaterOutputStream(out);
                    default -> out;
                }) {
            compressor.write(body.getBytes(charset));
        }
        byte[] bytes = out.toByteArray();
        for (int i = random.nextInt(10) - 8; i > 0 && bytes.length > 0; i--) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return new Received(
                List.of("Content-Encoding: " + encoding, "Content-Type: application/json; charset=" + charset), bytes);
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
