package dev.recourse.retry.delay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.retry.FailedResponse;
import dev.recourse.retry.failure.Failure;
import dev.recourse.retry.failure.IoFailure;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerDelayTests {

    private static final Rule SERVER = Rule.parse("server");

    @ParameterizedTest(name = "{0}: {5}")
    @CsvFileSource(
            resources = "/server-delay.csv",
            numLinesToSkip = 1,
            ignoreLeadingAndTrailingWhitespace = false,
            emptyValue = "")
    void answerWhenServerSaysIsAsInTheTable(
            String id, Instant now, String headers, String body, String expected, String note) {
        Received response = Received.headers(headers == null ? "" : headers).withBody(body == null ? "" : body);
        DelayResult answer = SERVER.answer(response.failure(), Received.at(now));
        switch (expected) {
            case "NONE" -> assertThat(answer).isEqualTo(DelayResult.NONE);
            case "STOP" -> assertThat(answer).isInstanceOf(DelayResult.Stop.class);
            case "HUGE" -> assertThat(delay(answer)).isGreaterThanOrEqualTo(Duration.ofDays(1000));
            default -> assertThat(delay(answer)).isEqualTo(Duration.parse(expected));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Retry-After-Ms: 7                            | the server's Retry-After-Ms
            Retry-After: 7                               | the server's Retry-After
            RateLimit: "a";r=0;t=7                       | the server's RateLimit
            X-RateLimit-Reset: 7                         | the server's X-RateLimit-Reset
            """)
    void sourceWhenHeaderAnswersIsItsName(String header, String source) {
        assertThat(answer(Received.headers(header)))
                .isInstanceOfSatisfying(
                        DelayResult.Delay.class,
                        delay -> assertThat(delay.source()).isEqualTo(source));
    }

    /** A lookup may take as long as there are headers. */
    @ParameterizedTest
    @ValueSource(strings = {"x-ratelimit-reset-%d: 1s", "x-%d-should-retry: maybe", "x-quota-%d: 7"})
    void answerWhenThereAreTenThousandHeadersLooksAtFew(String header) {
        List<String> lines =
                IntStream.range(0, 10_000).mapToObj(header::formatted).toList();
        Counting response = new Counting(new Received(lines, new byte[0]));
        Failure failure = new Failure(new IOException(), response, null);
        SERVER.answer(failure, Received.at(Received.NOW));
        SERVER.unreadHeaders(failure, Received.at(Received.NOW));
        assertThat(response.lookups.get()).isLessThan(1_000);
    }

    @Test
    void answerWhenRateLimitIsTooLongSaysNothing() {
        String line = "RateLimit: \"a\";r=0;t=7\n";
        assertThat(answer(Received.headers(line.repeat(100)))).isInstanceOf(DelayResult.Delay.class);
        assertThat(answer(Received.headers(line.repeat(1_000)))).isEqualTo(DelayResult.NONE);
    }

    @Test
    void answerWhenSeveralHeadersIsOfTheFirstInOrder() {
        Received all = Received.headers("""
                Content-Type: application/json
                X-RateLimit-Reset: 6
                RateLimit: "a";r=0;t=5
                Retry-After: 4
                grpc-retry-pushback-ms: 3
                x-amz-retry-after: 2
                x-ms-retry-after-ms: 1
                Retry-After-Ms: 0
                """).withBody("{\"retry_after\": 10, \"retry_interval\": 9}");
        for (long expected : new long[] {0, 1, 2, 3, 4000, 5000, 6000, 9000}) {
            assertThat(delay(answer(all))).isEqualTo(Duration.ofMillis(expected));
            all = new Received(all.lines().subList(0, Math.max(1, all.lines().size() - 1)), all.body());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RateLimit-Reset", "X-RateLimit-Reset", "X-RateLimit-Reset-After"})
    void answerWhenQuotaIsLeftIsNone(String reset) {
        String remaining = reset.startsWith("X-") ? "X-RateLimit-Remaining" : "RateLimit-Remaining";
        assertThat(answer(Received.headers(reset + ": 9\n" + remaining + ": 1")))
                .isEqualTo(DelayResult.NONE);
        assertThat(delay(answer(Received.headers(reset + ": 9\n" + remaining + ": 0"))))
                .hasSeconds(9);
        assertThat(delay(answer(Received.headers(reset + ": 9\n" + remaining + ": 1\n" + remaining + ": 0"))))
                .hasSeconds(9);
        assertThat(delay(answer(Received.headers(reset + ": 9\n" + remaining + ": many"))))
                .hasSeconds(9);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Should-Retry: false",
                "x-should-retry:  FALSE ",
                "grpc-retry-pushback-ms: -9999999999999999999999",
                "grpc-retry-pushback-ms: -soon",
                "grpc-retry-pushback-ms: soon",
                "grpc-retry-pushback-ms: 5, -1",
                "grpc-retry-pushback-ms: 5s",
                "Acme-Should-Retry: False;reason=quota"
            })
    void answerWhenServerForbidsRetriesIsStop(String header) {
        assertThat(answer(Received.headers("Retry-After: 1\n" + header))).isInstanceOf(DelayResult.Stop.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Should-Retry: true",
                "X-Should-Retry: maybe",
                "Should-Retry-X: false",
                "grpc-retry-pushback-ms:"
            })
    void answerWhenServerDoesNotForbidRetriesIsItsDelay(String header) {
        assertThat(delay(answer(Received.headers("Retry-After: 1\n" + header)))).hasSeconds(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Retry-After: 2023-09-29T16:26:57",
                "Retry-After: PT5S",
                "Retry-After: 5s",
                "Retry-After: .5",
                "Retry-After: 5.",
                "Retry-After: +5",
                "Retry-After: 5 5",
                "X-RateLimit-Reset: 5x",
                "X-RateLimit-Reset-: 5",
                "X-RateLimit-Resets: 5",
                "Acme-RateLimit-Reset: 5",
                "RateLimit: \"a\";t=5",
                "RateLimit: \"a\";r=0.0;t=5",
                "RateLimit: \"a\";r=0;t=5.5",
                "RateLimit: limit=10, reset=5",
                "RateLimit: \"a\";r=0;t=9999999999999999"
            })
    void answerWhenHeaderIsNotInAKnownFormIsNone(String header) {
        assertThat(answer(Received.headers(header))).isEqualTo(DelayResult.NONE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            2, 3                                                          | PT3S
            2,3                                                           | PT3S
            2;comment                                                     | PT2S
            ,, 2 ,                                                        | PT2S
            2, soon                                                       | PT2S
            5, Fri, 29 Sep 2023 16:26:57 GMT                              | PT20S
            Fri, 29 Sep 2023 16:26:57 GMT, Friday, 29-Sep-23 16:27:07 GMT | PT30S
            fri, 29 sep 2023 18:26:57 +0200;x=y                           | PT20S
            2023-09-29t16:26:57z                                          | PT20S
            2023-09-29 18:26:57.0000000001+02                             | PT20.001S
            1696004807, 1696004817                                        | PT20S
            """)
    void answerWhenLineHoldsSeveralValuesIsOfTheLongest(String line, Duration expected) {
        for (String header : new String[] {"Retry-After", "X-RateLimit-Reset", "x-rate-limit-reset-after-day"}) {
            assertThat(delay(answer(Received.headers(header + ": " + line)))).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            x-ratelimit-reset-requests: 850.5µs                                                  | PT0.001S
            x-ratelimit-reset-requests: 2m59.56s                                                 | PT2M59.56S
            X-RATELIMIT-RESET-TOKENS-PER-MINUTE: PT6M                                            | PT6M
            RateLimit-Reset-x: 5 / ratelimit-remaining-X: 0.0                                    | PT5S
            RateLimit-Reset: 5   / RateLimit-Remaining: -3                                       | PT5S
            RateLimit-Reset: 5   / RateLimit-Remaining: 3;w=60                                   |
            X-Rate-Limit-Reset: 5 / X-RateLimit-Remaining: 3                                     | PT5S
            X-RateLimit-Reset: 5 / X-RateLimit-Reset-After: 7                                    | PT7S
            X-RateLimit-Reset-a: 5 / X-RateLimit-Reset-b: 7 / X-RateLimit-Remaining-b: 1         | PT5S
            X-RateLimit-Reset-a: 5 / X-RateLimit-Remaining: 9                                    | PT5S
            X-RateLimit-Reset: 5, 7 / X-RateLimit-Remaining: 1, 2                                |
            X-RateLimit-Reset: 5, 7 / X-RateLimit-Remaining: 0, many                             | PT7S
            X-RateLimit-Reset: 5, 7, 9 / X-RateLimit-Remaining: 0, 2                             | PT9S
            X-RateLimit-Reset: 5 / X-RateLimit-Reset: 7 / X-RateLimit-Remaining: 0 / X-RateLimit-Remaining: 1 | PT5S
            """)
    void answerWhenQuotasResetIsTheLongestOfThoseUsedUp(String headers, Duration expected) {
        DelayResult result = answer(Received.headers(headers.replaceAll(" +/ +", "\n")));
        assertThat(result instanceof DelayResult.Delay delay ? delay.delay() : null)
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            {"retry_after": "soon", "retryAfter": 5}                    | PT5S | retryAfter
            {"retry_after": 5, "error": {"retry_interval": 9}}          | PT5S | retry_after
            {"error": {"retry_interval": 9}}                            | PT9S | retry_interval
            {"detail": {"retry-after": "9"}}                            | PT9S | retry-after
            {"details": [{"retryInterval": 9}]}                         | PT9S | retryInterval
            {"errors": [{"retryAfter": 9}, {"retryAfter": 11}]}         | PT9S | retryAfter
            {"data": {"retry_after": 9}}                                | PT9S | retry_after
            [{"meta": {"retry_after": 9}}]                              | PT9S | retry_after
            {"data": [{"retry_after": 9}, {"retry_after": 9}]}          |      |
            [{"retry_after": 9}, {"retry_after": 9}]                    |      |
            {"error": {"error": {"retry_after": 9}}}                    |      |
            {"retry_after": {"seconds": 9}}                             |      |
            """)
    void answerWhenBodyIsReadIsOfTheTopOrOneLevelDown(String body, Duration expected, String field) {
        assertThat(answer(Received.json(body)))
                .isEqualTo(
                        expected == null
                                ? DelayResult.NONE
                                : new DelayResult.Delay(expected, SourceKind.SERVER, "the server's " + field));
    }

    @Test
    void answerWhenHeaderNamesAreNotKnownIsOfThoseThatNeedNone() {
        FailedResponse response = new FailedResponse() {
            @Override
            public int status() {
                return 429;
            }

            @Override
            public List<String> header(String name) {
                return name.equalsIgnoreCase("x-rate-limit-reset") ? List.of("5") : List.of();
            }

            @Override
            public byte[] body() {
                return new byte[0];
            }
        };
        assertThat(delay(SERVER.answer(new Failure(new IOException(), response, null), Received.at(Received.NOW))))
                .hasSeconds(5);
    }

    @Test
    void answerWhenRateLimitComesInTwoLinesIsTheLongest() {
        assertThat(delay(answer(Received.headers("RateLimit: \"a\";r=0;t=5\nRateLimit: \"b\";r=0;t=9"))))
                .hasSeconds(9);
        assertThat(delay(answer(Received.headers("RateLimit: \"a\";r=0;t=5\nRateLimit: ;"))))
                .hasSeconds(5);
        assertThat(delay(answer(Received.headers("RateLimit: limit=1\nRateLimit: remaining=0, reset=9"))))
                .hasSeconds(9);
    }

    @Test
    void answerWhenRateLimitIsEndlessIsNone() {
        assertThat(answer(Received.headers("RateLimit: \"a\";r=0;t=5" + ", \"a\";r=0;t=5".repeat(10_000))))
                .isEqualTo(DelayResult.NONE);
    }

    @Test
    void answerWhenServersClockIsWrongCountsFromItsDate() {
        Received response = Received.headers("Date: Fri, 01 Jan 2010 00:00:00 GMT\nX-RateLimit-Reset: 1262304060");
        assertThat(delay(answer(response))).hasSeconds(60);
        Received unusable = Received.headers("Date: today\nRetry-After: Fri, 29 Sep 2023 16:26:57 GMT");
        assertThat(delay(answer(unusable))).hasSeconds(20);
    }

    @Test
    void answerWhenRetryInfoIsAtTheTopIsItsDelay() {
        Received response = Received.json("""
                {"details": [7, {"@type": 1}, {"@type": "google.rpc.RetryInfo", "retryDelay": {}},
                 {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "1.5s"}]}""");
        assertThat(answer(response))
                .isEqualTo(new DelayResult.Delay(Duration.ofMillis(1500), SourceKind.SERVER, "the server's RetryInfo"));
    }

    @Test
    void answerWhenThereIsNoResponseIsNone() {
        Failure failure = new Failure(new IOException(), null, IoFailure.CONNECTION_LOSS);
        assertThat(SERVER.answer(failure, Received.at(Received.NOW))).isEqualTo(DelayResult.NONE);
    }

    private static DelayResult answer(Received response) {
        return SERVER.answer(response.failure(), Received.at(Received.NOW));
    }

    private static Duration delay(DelayResult answer) {
        assertThat(answer).isInstanceOf(DelayResult.Delay.class);
        return ((DelayResult.Delay) answer).delay();
    }

    /** Counts how often headers are looked for. */
    private record Counting(Received received, AtomicInteger lookups) implements FailedResponse {

        Counting(Received received) {
            this(received, new AtomicInteger());
        }

        @Override
        public int status() {
            return received.status();
        }

        @Override
        public List<String> header(String name) {
            lookups.incrementAndGet();
            return received.header(name);
        }

        @Override
        public List<String> headerNames() {
            return received.headerNames();
        }

        @Override
        public byte @Nullable [] body() {
            return received.body();
        }
    }
}
