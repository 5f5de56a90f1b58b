package dev.recourse.retry.delay;

import dev.recourse.retry.FailedResponse;
import dev.recourse.retry.failure.Failure;
import dev.recourse.retry.failure.JsonBody;
import dev.recourse.retry.failure.ResponseBody;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whatever the response says in a form that servers are known to use. */
record ServerDelay() implements Source {

    private static final List<Map.Entry<String, DelayParser>> DELAYS = List.of(
            Map.entry("Retry-After-Ms", DelayUnit.MILLISECONDS),
            Map.entry("x-ms-retry-after-ms", DelayUnit.MILLISECONDS),
            Map.entry("x-amz-retry-after", DelayUnit.MILLISECONDS),
            Map.entry(ServerRefusal.PUSHBACK, DelayUnit.MILLISECONDS),
            Map.entry("Retry-After", ServerDelay::retryAfter));

    private static final String RATE_LIMIT = "RateLimit";

    private static final List<String> FIELDS =
            List.of("retry_interval", "retry_after", "retry-after", "retryAfter", "retryInterval");

    /** Returns whether this is the name of a header that is read, in any case. */
    static boolean readsHeader(String name) {
        return ResetHeader.isReset(name)
                || DELAYS.stream().anyMatch(header -> header.getKey().equalsIgnoreCase(name));
    }

    /** Reads what RFC 9110 section 10.2.3 allows, with the fractions, epochs and ISO instants that servers send. */
    static @Nullable Duration retryAfter(String text, Instant reference) {
        var number = BoundedNumber.parse(text);
        return number == null ? DelayUnit.DATE.read(text, reference) : DelayUnit.AUTO.read(number, reference);
    }

    @Override
    public boolean needsResponse() {
        return true;
    }

    @Override
    public DelayResult answer(Failure failure, DelayContext context) {
        FailedResponse response = failure.response();
        if (response == null) {
            return DelayResult.NONE;
        }
        String refusal = ServerRefusal.of(response);
        if (refusal != null) {
            return new DelayResult.Stop("the server's " + refusal);
        }
        Instant reference = ResponseDate.of(response, context.now());
        DelayResult answer = headers(response, reference);
        return answer != DelayResult.NONE ? answer : body(response, context.maxBody(), reference);
    }

    @Override
    public boolean reads(String name, FailedResponse response, Instant reference) {
        if (ServerRefusal.isDecision(name, response) || ResetHeader.isCompanion(name)) {
            return true;
        }
        if (ResetHeader.isReset(name)) {
            return DelayUnit.AUTO.longest(response.header(name), reference) != null;
        }
        if (name.equalsIgnoreCase(RATE_LIMIT)) {
            return RateLimitField.isUnderstood(response.header(name));
        }
        return DELAYS.stream()
                .anyMatch(header -> header.getKey().equalsIgnoreCase(name)
                        && header.getValue().longest(response.header(name), reference) != null);
    }

    private static DelayResult headers(FailedResponse response, Instant reference) {
        for (Map.Entry<String, DelayParser> header : DELAYS) {
            Duration delay = header.getValue().longest(response.header(header.getKey()), reference);
            if (delay != null) {
                return delay(delay, header.getKey());
            }
        }
        Duration rateLimit = RateLimitField.read(response.header(RATE_LIMIT));
        return rateLimit != null ? delay(rateLimit, RATE_LIMIT) : resets(response, reference);
    }

    private static DelayResult resets(FailedResponse response, Instant reference) {
        Duration longest = null;
        String name = "";
        for (ResetHeader header : ResetHeader.of(response)) {
            Duration delay = header.read(response, reference);
            if (delay != null && (longest == null || delay.compareTo(longest) > 0)) {
                longest = delay;
                name = header.name();
            }
        }
        return delay(longest, name);
    }

    private static DelayResult body(FailedResponse response, long maxBody, Instant reference) {
        JsonBody body = ResponseBody.json(response, maxBody);
        if (body == null) {
            return DelayResult.NONE;
        }
        for (JsonBody.Field field : body.details(FIELDS).toList()) {
            Duration delay = DelayConverter.read(field.value(), DelayUnit.AUTO, reference);
            if (delay != null) {
                return delay(delay, field.name());
            }
        }
        Duration longest = body.retryInfo().stream()
                .map(value -> DelayConverter.read(value, DelayUnit.AUTO, reference))
                .filter(delay -> delay != null)
                .max(Duration::compareTo)
                .orElse(null);
        return delay(longest, "RetryInfo");
    }

    private static DelayResult delay(@Nullable Duration delay, String name) {
        return Source.delay(delay, SourceKind.SERVER, "the server's " + name);
    }
}
