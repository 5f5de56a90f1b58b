package dev.recourse.retry.delay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recourse.retry.failure.Failure;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleTests {

    @ParameterizedTest
    @CsvSource({
        "2s, PT2S",
        "500ms, PT0.5S",
        "1m30s, PT1M30S",
        "1m 30 s, PT1M30S",
        "PT2S, PT2S",
        "pt1h2.5s, PT1H2.5S",
        "P1DT1M, PT24H1M",
        "1h, PT1H",
        "2D, PT48H",
        "60, PT60S",
        "1.5, PT1.5S",
        "1.5S, PT1.5S",
        "0, PT0S",
        "0s, PT0S",
        "0.1ms, PT0.001S",
        "365000d, PT8760000H"
    })
    void answerWhenDurationIsThatLong(String rule, Duration expected) {
        assertThat(answer(rule, 1)).isEqualTo(new DelayResult.Delay(expected, SourceKind.FIXED, "as configured"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            exponential(1s, 2m)           | 1          | PT1S
            exponential(1s, 2m)           | 2          | PT2S
            exponential(1s, 2m)           | 7          | PT64S
            exponential(1s, 2m)           | 8          | PT2M
            exponential(1s, 2m)           | 2147483647 | PT2M
            exponential ( 1 , 1m , 1.1 )  | 3          | PT1.21S
            exponential(1s, 2m, 1)        | 2147483647 | PT1S
            exponential(0, 2m)            | 2147483647 | PT0S
            exponential(1ms, 365000d, 99) | 2147483647 | PT8760000H
            """)
    void answerWhenExponentialGrowsToTheMaximum(String rule, int attempt, Duration expected) {
        assertThat(answer(rule, attempt)).isEqualTo(new DelayResult.Delay(expected, SourceKind.EXPONENTIAL, rule));
    }

    @Test
    void answerWhenRandomLiesBetweenTheBounds() {
        Rule rule = Rule.parse("random(1ms, 3ms)");
        DelayContext context = new DelayContext(1, () -> Received.NOW, 0, new Random(1));
        assertThat(new Random(1).ints(100, 0, 1).mapToObj(i -> rule.answer(failure(), context)))
                .containsOnly(
                        new DelayResult.Delay(Duration.ofMillis(1), SourceKind.RANDOM, "random(1ms, 3ms)"),
                        new DelayResult.Delay(Duration.ofMillis(2), SourceKind.RANDOM, "random(1ms, 3ms)"),
                        new DelayResult.Delay(Duration.ofMillis(3), SourceKind.RANDOM, "random(1ms, 3ms)"))
                .contains(
                        new DelayResult.Delay(Duration.ofMillis(1), SourceKind.RANDOM, "random(1ms, 3ms)"),
                        new DelayResult.Delay(Duration.ofMillis(3), SourceKind.RANDOM, "random(1ms, 3ms)"));
        assertThat(answer("random(5s, 5s)", 1))
                .isEqualTo(new DelayResult.Delay(Duration.ofSeconds(5), SourceKind.RANDOM, "random(5s, 5s)"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            header(X-Wait)           | X-Wait: 5                                 | PT5S
            header(x-wait, MS)       | X-Wait: 5                                 | PT0.005S
            header(X-Wait)           | X-Wait: 6m0s                              | PT6M
            header(X-Wait)           | X-Wait: 2023-09-29T16:26:57Z              | PT20S
            header(X-Wait, date)     | X-Wait: Fri, 29 Sep 2023 16:26:57 GMT     | PT20S
            header(X-Wait, epoch-s)  | X-Wait: 1696004807                        | PT10S
            header(Retry-After,date) | Retry-After: 2023-09-29T16:26:57Z         | PT20S
            header(Retry-After)      | Retry-After: Fri, 29 Sep 2023 16:26:57 GMT| PT20S
            """)
    void answerWhenHeaderHasTheUnitIsItsDelay(String rule, String header, Duration expected) {
        assertThat(Rule.parse(rule).answer(Received.headers(header).failure(), Received.at(Received.NOW)))
                .isInstanceOfSatisfying(
                        DelayResult.Delay.class,
                        delay -> assertThat(delay.delay()).isEqualTo(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2023-09-29T16:26:57Z | PT20S
            5;q=1, 3             | PT5S
            5s                   |
            """)
    void answerWhenRetryAfterIsNamedReadsItAsServerDoes(String value, Duration expected) {
        Received response = Received.headers("Retry-After: " + value);
        for (String rule : new String[] {"header(retry-after)", "server"}) {
            DelayResult result = Rule.parse(rule).answer(response.failure(), Received.at(Received.NOW));
            assertThat(result instanceof DelayResult.Delay delay ? delay.delay() : null)
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            longest(server, 60s)                               | Retry-After: 30  | PT60S | FIXED  | PT30S
            longest(server, 10s)                               | Retry-After: 30  | PT30S | SERVER | PT30S
            longest(30s,server)                                | Retry-After: 30  | PT30S | FIXED  | PT30S
            longest(header(X-A), header(X-B, ms), server)      | X-A: 5           | PT5S  | HEADER | PT5S
            longest(server, exponential(1s, 2m)), 9s           | X: 5             | PT1S  | EXPONENTIAL |
            longest(server, wait), 9s                          | X: 5             | PT9S  | FIXED  |
            longest(longest(1s, server), longest(2s, random(3s, 3s))) | Retry-After: 1 | PT3S | RANDOM | PT1S
            """)
    void answerWhenLongestIsThatOfTheSourcesThatHaveOne(
            String rule, String header, Duration expected, SourceKind kind, Duration requested) {
        assertThat(Rule.parse(rule).answer(Received.headers(header).failure(), Received.at(Received.NOW)))
                .isInstanceOfSatisfying(DelayResult.Delay.class, delay -> {
                    assertThat(delay.delay()).isEqualTo(expected);
                    assertThat(delay.kind()).isEqualTo(kind);
                    assertThat(delay.requested()).isEqualTo(requested);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"longest(header(X-A), header(X-B))", "longest(header(X-B), header(X-A))"})
    void answerWhenSeveralSourcesAskIsTheLongestOfThem(String rule) {
        Received response = Received.headers("X-A: 5\nX-B: 7");
        assertThat(Rule.parse(rule).answer(response.failure(), Received.at(Received.NOW)))
                .isInstanceOfSatisfying(DelayResult.Delay.class, delay -> {
                    assertThat(delay.delay()).hasSeconds(7);
                    assertThat(delay.source()).contains("X-B");
                    assertThat(delay.requested()).hasSeconds(7);
                });
    }

    /** At the ends of the ranges in which a number is an epoch; those here are of the past, or counted from now. */
    @ParameterizedTest
    @CsvSource({
        "999999999, 999999999000",
        "1000000000, 0",
        "1696004798, 1000",
        "9999999999, 8303995202000",
        "10000000000, 10000000000000",
        "999999999999, 31536000000000",
        "1000000000000, 0",
        "9999999999999, 8303995202999",
        "10000000000000, 31536000000000"
    })
    void answerWhenANumberHasNoUnitIsGuessedByItsSize(String value, long milliseconds) {
        Received response = Received.headers("X-A: " + value);
        assertThat(Rule.parse("header(X-A)").answer(response.failure(), Received.at(Received.NOW)))
                .isInstanceOfSatisfying(
                        DelayResult.Delay.class,
                        delay -> assertThat(delay.delay()).hasMillis(milliseconds));
    }

    @Test
    void answerWhenLongestAsksAServerThatForbidsRetriesIsStop() {
        Received response = Received.headers("X-Should-Retry: false");
        assertThat(Rule.parse("longest(60s, server)").answer(response.failure(), Received.at(Received.NOW)))
                .isInstanceOf(DelayResult.Stop.class);
    }

    @Test
    void unreadHeadersWhenTheyLookLikeALimitAreThoseThatNoSourceUnderstands() {
        Received response = Received.headers("""
                Content-Type: text/plain
                Retry-After: soon
                X-Retry-In: 5
                acme-ratelimit-tokens-reset: 5
                X-Quota: 5
                X-RateLimit-Limit: 100
                X-RateLimit-Remaining-Tokens: 0
                X-RateLimit-Reset: 5
                X-RateLimit-Reset-Tokens: later
                RateLimit: "a";r=5
                RateLimit-Policy: "a";q=5
                Stripe-Should-Retry: true
                X-Should-Retry: perhaps
                X-Preset: 1
                """);
        assertThat(unread("server, 60s", response))
                .containsExactly(
                        "Retry-After",
                        "X-Retry-In",
                        "acme-ratelimit-tokens-reset",
                        "X-Quota",
                        "X-RateLimit-Reset-Tokens",
                        "X-Should-Retry",
                        "X-Preset");
        assertThat(unread("longest(header(X-Retry-In), header(x-quota)), server", response))
                .doesNotContain("X-Retry-In", "X-Quota");
        assertThat(unread("60s", Received.headers("Retry-After: 5"))).containsExactly("Retry-After");
        assertThat(unread("never", response)).isEmpty();
        assertThat(Rule.parse("server").unreadHeaders(failure(), Received.at(Received.NOW)))
                .isEmpty();
    }

    private static List<String> unread(String rule, Received response) {
        return Rule.parse(rule).unreadHeaders(response.failure(), Received.at(Received.NOW));
    }

    @Test
    void answerWhenSeveralSourcesIsOfTheFirstThatHasOne() {
        Rule rule = Rule.parse(" retry_interval ,server,\t60s ");
        assertThat(rule.answer(Received.json("{\"retry_interval\": 3}").failure(), Received.at(Received.NOW)))
                .isEqualTo(
                        new DelayResult.Delay(Duration.ofSeconds(3), SourceKind.BODY, "the server's retry_interval"));
        assertThat(rule.answer(Received.headers("Retry-After: 4").failure(), Received.at(Received.NOW)))
                .isEqualTo(new DelayResult.Delay(Duration.ofSeconds(4), SourceKind.SERVER, "the server's Retry-After"));
        assertThat(rule.answer(Received.headers("X-Should-Retry: false").failure(), Received.at(Received.NOW)))
                .isEqualTo(new DelayResult.Stop("the server's X-Should-Retry"));
        assertThat(rule.answer(failure(), Received.at(Received.NOW)))
                .isEqualTo(new DelayResult.Delay(Duration.ofSeconds(60), SourceKind.FIXED, "as configured"));
        assertThat(rule).hasToString(" retry_interval ,server,\t60s ");
    }

    @Test
    void isNeverWhenNeverStandsAlone() {
        assertThat(Rule.parse(" never ").isNever()).isTrue();
        assertThat(Rule.parse("server").isNever()).isFalse();
        assertThat(answer("never", 1)).isInstanceOf(DelayResult.Stop.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"retryInterval", "retry-interval", "_wait", "$x", "größe", "d2s", "p", "pt", "serverTime"})
    void parseWhenNameIsNoWordOfTheGrammarIsAnAttribute(String name) {
        assertThat(answer(name, 1)).isEqualTo(DelayResult.NONE);
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
            ""                        | 0  | a source is missing
            "  "                      | 2  | a source is missing
            server,                   | 7  | a source is missing
            server,,60s               | 7  | a source is missing
            ,60s                      | 0  | a source is missing
            )                         | 0  | a source is missing
            sever                     | 0  | did you mean 'server'?
            60s, servre               | 5  | did you mean 'server'?
            nerver                    | 0  | did you mean 'never'?
            servers                   | 0  | did you mean 'server'?
            server2                   | 0  | did you mean 'server'?
            setver                    | 0  | did you mean 'server'?
            Server                    | 0  | did you mean 'server'?
            SERVER                    | 0  | did you mean 'server'?
            nver                      | 0  | did you mean 'never'?
            neve                      | 0  | did you mean 'never'?
            ever                      | 0  | did you mean 'never'?
            exponental(1s, 2m)        | 0  | did you mean 'exponential'?
            randon(1s, 2m)            | 0  | did you mean 'random'?
            haeder(X)                 | 0  | did you mean 'header'?
            boddy(/x)                 | 0  | did you mean 'body'?
            bdy                       | 0  | did you mean 'body'?
            longets(1s, 2s)           | 0  | did you mean 'longest'?
            longest                   | 0  | write longest(source, source ...)
            longest(server)           | 0  | write longest(source, source ...)
            5s, longest(server, 1s    | 22 | a closing parenthesis is missing
            longest(                  | 8  | a source is missing
            longest()                 | 8  | a source is missing
            longest(server, )         | 16 | a source is missing
            longest(server, never)    | 16 | 'never' stands alone
            longest(server, sever)    | 16 | did you mean 'server'?
            longest(server 1s)        | 14 | a comma is missing
            longest(1s, 2s)1s         | 15 | a comma is missing
            retry-after               | 0  | write server, or header(retry-after)
            x-ratelimit-reset-day     | 0  | write server, or header(x-ratelimit-reset-day)
            fixed(2s)                 | 0  | a fixed delay stands alone, as in 5s
            linear(2s)                | 0  | unknown word 'linear', use one of never, exponential(first, max [, factor])
            1,5s                      | 1  | a comma separates sources; a fraction has a point, as in 1.5s
            1s-5s                     | 0  | a range is written random(1s, 5s)
            1..5s                     | 0  | a range is written random(1, 5s)
            server; 60s               | 6  | sources are separated by commas, as in server, 60s
            server/60s                | 6  | sources are separated by commas, as in server, 60s
            exponential 1s 2m         | 0  | write exponential(first, max [, factor])
            Retry_After               | 0  | 'Retry_After' is a header; write server, or header(Retry-After)
            body(error.delay)         | 5  | write /error/delay
            body($.delay)             | 5  | write /delay
            never, 5s                 | 0  | 'never' stands alone
            5s, never                 | 4  | 'never' stands alone
            never()                   | 0  | 'never' stands alone
            server()                  | 6  | write server
            exponential               | 0  | write exponential(first, max [, factor])
            header, 60s               | 0  | write header(Name [, unit])
            exponential(1s)           | 0  | write exponential(first, max [, factor])
            exponential(1s,2s,3,4)    | 0  | write exponential(first, max [, factor])
            random(1s)                | 0  | write random(min, max)
            random(1s, 2s, 3s)        | 0  | write random(min, max)
            body(/x, s, 1)            | 0  | write body(/json/pointer [, unit])
            exponential(1s, 2m        | 18 | a closing parenthesis is missing
            header(                   | 7  | a closing parenthesis is missing
            header(X(                 | 8  | an opening parenthesis can't stand here
            header()                  | 7  | an argument is missing
            exponential(1s,,2m)       | 15 | an argument is missing
            header(X) 60s             | 10 | a comma is missing
            header(X))                | 9  | a comma is missing
            server)                   | 6  | a comma is missing
            header(X, sec)            | 10 | unknown unit 'sec', use one of s, ms, epoch-s, epoch-ms, date, auto
            header(X Y)               | 7  | 'X Y' is not the name of a header
            body(x)                   | 5  | 'x' is not a JSON pointer
            body(/a~2)                | 5  | '/a~2' is not a JSON pointer
            exponential(3s, 2s)       | 16 | must not be shorter than the first
            random(3s, 2s)            | 11 | must not be shorter than the shortest
            exponential(1s, 2s, 0.9)  | 20 | the factor must be a number that is 1 or more
            exponential(1s, 2s, x)    | 20 | the factor must be a number that is 1 or more
            exponential(1s, 2s, -2)   | 20 | the factor must be a number that is 1 or more
            exponential(1s, soon)     | 16 | a number is missing
            -5s                       | 0  | a delay can't be negative
            server, -5s               | 8  | a delay can't be negative
            PT-5S                     | 2  | a delay can't be negative
            +5s                       | 0  | a number is missing or wrong
            .5s                       | 0  | a number is missing or wrong
            1.2.3s                    | 0  | a number is missing or wrong
            5x                        | 1  | unknown unit of time 'x': use ms, s, m, h or d
            5 seconds                 | 2  | unknown unit of time 'seconds': use ms, s, m, h or d
            1m30                      | 4  | a unit of time is missing: use ms, s, m, h or d
            5s!                       | 2  | a number is missing
            PT5                       | 3  | a unit of time is missing: an ISO 8601 duration is like
            P5M                       | 2  | unknown unit of time 'M': an ISO 8601 duration is like
            PT5D                      | 3  | unknown unit of time 'D': an ISO 8601 duration is like
            P1DT                      | 4  | a number is missing
            365001d                   | 0  | at most 365000 days
            99999999999999999999d99d  | 0  | at most 365000 days
            com.acme.Foo              | 3  | '.' can't stand here
            retry interval            | 5  | a comma is missing
            -name                     | 0  | a delay can't be negative
            """)
    void parseWhenTextIsNoRuleTellsWhereAndWhatInstead(String text, int position, String problem) {
        assertThatExceptionOfType(RuleSyntaxException.class)
                .isThrownBy(() -> Rule.parse(text))
                .withMessageContaining("'" + text + "' is not a rule: ")
                .withMessageContaining(problem)
                .withMessageContaining("(at position " + position + ")")
                .satisfies(ex -> assertThat(ex.position()).isEqualTo(position));
    }

    private static DelayResult answer(String rule, int attempt) {
        return Rule.parse(rule).answer(failure(), new DelayContext(attempt, () -> Received.NOW, 0, new Random(1)));
    }

    private static Failure failure() {
        return new Failure(new IOException(), null, null);
    }
}
