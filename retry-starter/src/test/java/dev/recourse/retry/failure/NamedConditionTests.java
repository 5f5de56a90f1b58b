package dev.recourse.retry.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.recourse.retry.FailedResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamedConditionTests {

    private static final String GITHUB = "{\"message\": \"You have exceeded a Secondary rate limit\"}";

    private static final String GOOGLE =
            "{\"error\": {\"code\": 403, \"errors\": [{\"reason\": \"userRateLimitExceeded\"}], \"fatal\": false}}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', nullValues = "-", textBlock = """
            403 | /message               | -     | (?i)secondary rate limit | true
            4xx | /message               | -     | (?i)secondary rate limit | true
            404 | /message               | -     | (?i)secondary rate limit | false
            5xx | /message               | -     | (?i)secondary rate limit | false
            403 | /message               | -     | secondary rate limit     | false
            403 | /message               | -     | -                        | true
            403 | /massage               | -     | -                        | false
            403 | /message/deeper        | -     | -                        | false
            403 | /error/errors/0/reason | userRateLimitExceeded | -        | true
            403 | /error/errors/0/reason | userRateLimit         | -        | false
            403 | /error/errors/1/reason | userRateLimitExceeded | -        | false
            403 | /error/code            | 403   | -                        | true
            403 | /error/code            | -     | ^4                       | true
            403 | /error/fatal           | false | -                        | true
            403 | /error/errors          | -     | -                        | true
            403 | /error/errors          | -     | .*                       | false
            403 | /none                  | -     | -                        | false
            """)
    void conditionWhenBodyIsTestedIsMetByWhatIsThere(
            String status, String pointer, @Nullable String equalTo, @Nullable String matches, boolean met) {
        NamedCondition condition = NamedCondition.of("quota", status, pointer, null, equalTo, matches);
        String both = GITHUB.replace("}", ", \"none\": null, ") + GOOGLE.substring(1);

        assertThat(isMet(condition, response(403, Map.of(), both))).isEqualTo(met);
        assertThat(isMet(condition, response(403, Map.of(), "[1"))).isFalse();
        assertThat(isMet(condition, response(403, Map.of(), null))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            -                   | ThrottlingException | true
            -                   | -                   | true
            -                   | ^Throttling         | true
            -                   | ^Throttling$        | false
            ThrottlingException | -                   | false
            other               | -                   | true
            """)
    void conditionWhenHeaderIsTestedIsMetByAnyOfItsLines(
            @Nullable String equalTo, @Nullable String matches, boolean met) {
        NamedCondition condition = NamedCondition.of("throttled", "400", null, "x-amzn-ErrorType", equalTo, matches);
        List<String> lines = List.of("ThrottlingException:http://internal.amazon.com/", " other ");

        assertThat(isMet(condition, response(400, Map.of("X-Amzn-Errortype", lines), null)))
                .isEqualTo(met);
        assertThat(isMet(condition, response(400, Map.of("X-Other", lines), null)))
                .isFalse();
    }

    @Test
    void conditionWhenSeveralAreMetIsTheFirstOfThoseThatMatter() {
        List<NamedCondition> named = List.of(
                NamedCondition.of("other", "404", "/message", null, null, null),
                NamedCondition.of("first", "403", "/message", null, null, null),
                NamedCondition.of("second", "4xx", "/message", null, null, "limit"));
        Failure failure = response(403, Map.of(), GITHUB);

        assertThat(condition(failure, named, "second", "first", "403")).isEqualTo("first");
        assertThat(condition(failure, named, "second", "403")).isEqualTo("second");
        assertThat(condition(failure, named, "other", "403")).isEqualTo("403");
        assertThat(condition(failure, named, "second", "java.lang.Exception")).isEqualTo("java.lang.Exception");
        assertThat(failure.reportedCondition(wanted("first", "403"), named, 1000))
                .hasToString("first");
    }

    @Test
    void conditionWhenBodyIsTooLongIsNotMet() {
        NamedCondition condition = NamedCondition.of("a", "403", "/message", null, null, null);
        Failure failure = response(403, Map.of(), GITHUB);

        assertThat(failure.reportedCondition(wanted("a"), List.of(condition), 10))
                .isNull();
    }

    @Test
    void conditionWhenThereIsNoResponseIsNotMet() {
        Failure failure = new Failure(new Exception(), null, IoFailure.READ_TIMEOUT);
        NamedCondition condition = NamedCondition.of("a", "403", null, "x", null, null);

        assertThat(failure.reportedCondition(wanted("a", "timeout"), List.of(condition), 1000))
                .hasToString("timeout");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(a+)+$", "(a|aa)+$", "(.*a){20}b", "(?:a|b)*c", "(x+x+)+y|.*.*.*.*.*=.*"})
    void conditionWhenThePatternExplodesEnds(String matches) {
        NamedCondition condition = NamedCondition.of("a", "403", "/message", null, null, matches);

        assertThat(isMet(condition, response(403, Map.of(), "{\"message\": \"" + "a".repeat(60_000) + "!\"}")))
                .isFalse();
    }

    @Test
    void conditionWhenTheTextIsLongStillFindsWhatIsThere() {
        NamedCondition condition = NamedCondition.of("a", "403", "/message", null, null, "(?i)rate.limit");

        assertThat(isMet(condition, response(403, Map.of(), "{\"message\": \"" + "a".repeat(60_000) + "Rate limit\"}")))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', nullValues = "-", textBlock = """
            a        | -     | /a | - | - | -  | status  | needs a status (403) or a status class (4xx)
            a        | ""    | /a | - | - | -  | status  | needs a status (403) or a status class (4xx)
            a        | 700   | /a | - | - | -  | status  | must be a status from 100 to 599
            a        | timeout | /a | - | - | - | status | must be a status from 100 to 599
            a        | 403   | -  | - | - | -  | ""      | tests either a body (a JSON pointer like /error/reason) or a header
            a        | 403   | /a | b | - | -  | ""      | tests either a body
            a        | 403   | a  | - | - | -  | body    | must be a JSON pointer like /error/reason
            a        | 403   | /~2 | - | - | - | body    | must be a JSON pointer
            a        | 403   | -  | b c | - | - | header | must be the name of a header
            a        | 403   | /a | - | x | y  | ""      | has equals or matches, not both
            a        | 403   | /a | - | - | (  | matches | is no regular expression: Unclosed group (at position 1)
            429      | 403   | /a | - | - | -  | ""      | the name '429' already means something else
            4xx      | 403   | /a | - | - | -  | ""      | already means something else
            timeout  | 403   | /a | - | - | -  | ""      | already means something else
            read_timeout | 403 | /a | - | - | - | ""     | already means something else
            a.b      | 403   | /a | - | - | -  | ""      | must be a letter, then letters, digits, - and _
            a b      | 403   | /a | - | - | -  | ""      | must be a letter, then letters, digits, - and _
            """)
    void ofWhenPartsDescribeNoTestSaysWhichIsWrong(
            String name,
            @Nullable String status,
            @Nullable String body,
            @Nullable String header,
            @Nullable String equalTo,
            @Nullable String matches,
            String part,
            String problem) {
        assertThatExceptionOfType(InvalidConditionException.class)
                .isThrownBy(() -> NamedCondition.of(name, status, body, header, equalTo, matches))
                .withMessageContaining(problem)
                .satisfies(ex -> assertThat(ex.part()).isEqualTo(part));
    }

    @ParameterizedTest
    @ValueSource(strings = {"secondary-limit", "secondary_limit", "secondaryLimit", "SECONDARY_LIMIT"})
    void parseWhenKeyIsANameIsThatCondition(String key) {
        assertThat(Condition.parse(key, null, Set.of("quota", "secondary-limit")))
                .isEqualTo(new Condition.Named("secondary-limit"))
                .hasToString("secondary-limit");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            secondry-limit | did you mean secondary-limit? The named conditions are quota, secondary-limit
            qouta          | did you mean quota? The named conditions are quota, secondary-limit
            throttled      | timeout, connection, a named condition (quota, secondary-limit) or the full name of
            Throttled      | with its package. The named conditions are quota, secondary-limit
            """)
    void parseWhenNameIsUnknownListsTheKnownOnes(String key, String problem) {
        Set<String> names = new LinkedHashSet<>(List.of("quota", "secondary-limit"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Condition.parse(key, null, names))
                .withMessageContaining(problem);
    }

    private static boolean isMet(NamedCondition condition, Failure failure) {
        return failure.condition(wanted(condition.name()), List.of(condition), 65_536) != null;
    }

    private static String condition(Failure failure, List<NamedCondition> named, String... wanted) {
        return String.valueOf(failure.condition(wanted(wanted), named, 1000));
    }

    private static Predicate<Condition> wanted(String... names) {
        return condition -> List.of(names).contains(condition.toString());
    }

    private static Failure response(int status, Map<String, List<String>> headers, @Nullable String body) {
        byte[] bytes = body == null ? null : body.getBytes(StandardCharsets.UTF_8);
        return new Failure(new Exception(), FailedResponse.of(status, headers, bytes, null), null);
    }
}
