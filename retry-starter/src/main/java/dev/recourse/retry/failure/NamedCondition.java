package dev.recourse.retry.failure;

import dev.recourse.retry.FailedResponse;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A test of a response that has a name, for servers that use one status for two things.
 *
 * @param name by which {@code delays} refers to it
 * @param status {@link Condition.Status} or {@link Condition.StatusClass} that the response must have
 * @param body pointer (RFC 6901) to the field of a JSON body that is tested, null for a header
 * @param header name of the header that is tested, null for a field of the body
 * @param text what the value must be: null if it is enough that there is one
 */
public record NamedCondition(
        String name,
        Condition status,
        @Nullable String body,
        @Nullable String header,
        @Nullable TextTest text) {

    /**
     * Reads a condition from its parts as they are configured.
     *
     * @param status a status ({@code 403}) or a class ({@code 4xx}); needed
     * @param body JSON pointer to a field of the body; this or a header is needed
     * @param header name of a header, in any case
     * @param equalTo the whole value
     * @param matches regular expression that is found in the value
     * @throws InvalidConditionException if the parts describe no test
     */
    public static NamedCondition of(
            String name,
            @Nullable String status,
            @Nullable String body,
            @Nullable String header,
            @Nullable String equalTo,
            @Nullable String matches) {
        return NamedConditionParser.parse(name, status, body, header, equalTo, matches);
    }

    /**
     * Returns the first of the conditions that a failure meets, if any; the body is parsed at most once.
     *
     * @param wanted names that matter
     */
    static @Nullable Condition first(
            List<NamedCondition> conditions, Failure failure, long maxBody, Predicate<Condition> wanted) {
        FailedResponse response = failure.response();
        if (response == null || conditions.isEmpty()) {
            return null;
        }
        Supplier<@Nullable JsonBody> body = new LazyBody(response, maxBody);
        for (NamedCondition condition : conditions) {
            Condition named = new Condition.Named(condition.name);
            if (wanted.test(named) && condition.isMet(response, body)) {
                return named;
            }
        }
        return null;
    }

    private boolean isMet(FailedResponse response, Supplier<@Nullable JsonBody> json) {
        return MatchedConditions.of(response.status()).contains(status)
                && (header != null ? isMet(response.header(header)) : isMet(json.get()));
    }

    private boolean isMet(List<String> lines) {
        return text == null ? !lines.isEmpty() : lines.stream().anyMatch(line -> text.test(line.trim()));
    }

    private boolean isMet(@Nullable JsonBody json) {
        if (json == null || body == null) {
            return false;
        }
        String value = json.text(body);
        return text == null ? json.has(body) : value != null && text.test(value);
    }

    /** Returns the test in the form in which it is configured. */
    @Override
    public String toString() {
        String place = header != null ? "header: " + header : "body: " + body;
        return "{status: " + status + ", " + place + (text == null ? "" : ", " + text) + "}";
    }

    /** A test of the text of a header or a field. */
    public sealed interface TextTest extends Predicate<String> permits EqualText, BoundedPattern {}

    /** Whether a text is the same as another. */
    record EqualText(String expected) implements TextTest {

        @Override
        public boolean test(String value) {
            return value.equals(expected);
        }

        @Override
        public String toString() {
            return "equals: '" + expected + "'";
        }
    }

    /** The body, which is parsed when it is asked for. */
    private static final class LazyBody implements Supplier<@Nullable JsonBody> {

        private final FailedResponse response;

        private final long maxBody;

        private boolean parsed;

        private @Nullable JsonBody body;

        LazyBody(FailedResponse response, long maxBody) {
            this.response = response;
            this.maxBody = maxBody;
        }

        @Override
        public @Nullable JsonBody get() {
            if (!parsed) {
                body = ResponseBody.json(response, maxBody);
                parsed = true;
            }
            return body;
        }
    }
}
