package dev.recourse.retry.delay;

import dev.recourse.retry.failure.Failure;
import dev.recourse.retry.failure.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whatever the response says in a form that servers are known to use. */
record ServerDelay() implements Source {

    private static final String SHOULD_RETRY = "X-Should-Retry";

    private static final String PUSHBACK = "grpc-retry-pushback-ms";

    private static final List<ServerHeader> DELAYS = List.of(
            ServerHeader.delay("Retry-After-Ms", DelayUnit.MILLISECONDS),
            ServerHeader.delay("x-ms-retry-after-ms", DelayUnit.MILLISECONDS),
            ServerHeader.delay("x-amz-retry-after", DelayUnit.MILLISECONDS),
            ServerHeader.delay(PUSHBACK, DelayUnit.MILLISECONDS),
            ServerHeader.delay("Retry-After", ServerHeader::retryAfter));

    private static final List<ServerHeader> RESETS = List.of(
            new ServerHeader("RateLimit-Reset", ServerHeader::number, "RateLimit-Remaining"),
            new ServerHeader("X-RateLimit-Reset-After", DelayUnit.SECONDS, "X-RateLimit-Remaining"),
            new ServerHeader("X-RateLimit-Reset", ServerHeader::number, "X-RateLimit-Remaining"));

    private static final List<String> FIELDS = List.of("retry_interval", "retry_after");

    /** Returns whether this is the name of a header that is read, in any case. */
    static boolean readsHeader(String name) {
        return Stream.concat(DELAYS.stream(), RESETS.stream())
                .anyMatch(header -> header.name().equalsIgnoreCase(name));
    }

    @Override
    public DelayResult answer(Failure failure, DelayContext context) {
        Response response = failure.response();
        if (response == null) {
            return DelayResult.NONE;
        }
        String refusal = refusal(response);
        if (refusal != null) {
            return new DelayResult.Stop("the server's " + refusal);
        }
        Instant reference = ResponseDate.of(response, context.now());
        DelayResult answer = headers(response, reference);
        return answer != DelayResult.NONE ? answer : body(response, context.maxBody(), reference);
    }

    private static @Nullable String refusal(Response response) {
        if (response.header(SHOULD_RETRY).stream().anyMatch(line -> line.trim().equalsIgnoreCase("false"))) {
            return SHOULD_RETRY;
        }
        return response.header(PUSHBACK).stream().anyMatch(line -> line.trim().startsWith("-")) ? PUSHBACK : null;
    }

    private static DelayResult headers(Response response, Instant reference) {
        DelayResult answer = first(DELAYS, response, reference);
        if (answer == DelayResult.NONE) {
            answer = Source.delay(
                    RateLimitField.read(response.header("RateLimit")), SourceKind.SERVER, "the server's RateLimit");
        }
        return answer != DelayResult.NONE ? answer : first(RESETS, response, reference);
    }

    private static DelayResult first(List<ServerHeader> headers, Response response, Instant reference) {
        for (ServerHeader header : headers) {
            Duration delay = header.read(response, reference);
            if (delay != null) {
                return Source.delay(delay, SourceKind.SERVER, "the server's " + header.name());
            }
        }
        return DelayResult.NONE;
    }

    private static DelayResult body(Response response, long maxBody, Instant reference) {
        JsonBody body = Body.json(response, maxBody);
        if (body == null) {
            return DelayResult.NONE;
        }
        for (String field : FIELDS) {
            Duration delay = DelayConverter.read(body.value("/" + field), DelayUnit.AUTO, reference);
            if (delay != null) {
                return Source.delay(delay, SourceKind.SERVER, "the server's " + field);
            }
        }
        for (Object retryDelay : body.retryInfo()) {
            Duration delay = DelayConverter.read(retryDelay, DelayUnit.AUTO, reference);
            if (delay != null) {
                return Source.delay(delay, SourceKind.SERVER, "the server's RetryInfo");
            }
        }
        return DelayResult.NONE;
    }
}
