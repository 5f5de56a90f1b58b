package dev.recourse.retry.delay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.retry.failure.Failure;
import dev.recourse.retry.failure.IoFailure;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
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

    @Test
    void answerWhenSeveralHeadersIsOfTheFirstInOrder() {
        Received all = Received.headers("""
                Content-Type: application/json
                X-RateLimit-Reset: 8
                X-RateLimit-Reset-After: 7
                RateLimit-Reset: 6
                RateLimit: "a";r=0;t=5
                Retry-After: 4
                grpc-retry-pushback-ms: 3
                x-amz-retry-after: 2
                x-ms-retry-after-ms: 1
                Retry-After-Ms: 0
                """).withBody("{\"retry_after\": 10, \"retry_interval\": 9}");
        for (long expected : new long[] {0, 1, 2, 3, 4000, 5000, 6000, 7000, 8000, 9000}) {
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
                "grpc-retry-pushback-ms: -soon"
            })
    void answerWhenServerForbidsRetriesIsStop(String header) {
        assertThat(answer(Received.headers("Retry-After: 1\n" + header))).isInstanceOf(DelayResult.Stop.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Should-Retry: true", "X-Should-Retry: maybe", "grpc-retry-pushback-ms: soon"})
    void answerWhenServerDoesNotForbidRetriesIsItsDelay(String header) {
        assertThat(delay(answer(Received.headers("Retry-After: 1\n" + header)))).hasSeconds(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Retry-After: 2023-09-29T16:26:57Z",
                "Retry-After: PT5S",
                "Retry-After: 5s",
                "Retry-After: .5",
                "Retry-After: 5.",
                "Retry-After: +5",
                "Retry-After: 5 5",
                "X-RateLimit-Reset: 5s",
                "RateLimit: \"a\";t=5",
                "RateLimit: \"a\";r=0.0;t=5",
                "RateLimit: \"a\";r=0;t=5.5",
                "RateLimit: limit=10, reset=5",
                "RateLimit: \"a\";r=0;t=9999999999999999"
            })
    void answerWhenHeaderIsNotInAKnownFormIsNone(String header) {
        assertThat(answer(Received.headers(header))).isEqualTo(DelayResult.NONE);
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
}
