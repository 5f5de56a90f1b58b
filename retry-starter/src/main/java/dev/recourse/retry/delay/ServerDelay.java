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
            ServerHeader.delay("Retry-After-Ms", Unit.MILLISECONDS),
            ServerHeader.delay("x-ms-retry-after-ms", Unit.MILLISECONDS),
            ServerHeader.delay("x-amz-retry-after", Unit.MILLISECONDS),
            ServerHeader.delay(PUSHBACK, Unit.MILLISECONDS),
            ServerHeader.delay("Retry-After", ServerHeader::retryAfter));

    private static final List<ServerHeader> RESETS = List.of(
            new ServerHeader("RateLimit-Reset", ServerHeader::number, "RateLimit-Remaining"),
            new ServerHeader("X-RateLimit-Reset-After", Unit.SECONDS, "X-RateLimit-Remaining"),
            new ServerHeader("X-RateLimit-Reset", ServerHeader::number, "X-RateLimit-Remaining"));

    private static final List<String> FIELDS = List.of("retry_interval", "retry_after");

    /** Returns whether this is the name of a header that is read, in any case. */
    static boolean readsHeader(String name) {
        return Stream.concat(DELAYS.stream(), RESETS.stream())
                .anyMatch(header -> header.name().equalsIgnoreCase(name));
    }

    @Override
    public Answer answer(Failure failure, DelayContext context) {
        Response response = failure.response();
        if (response == null) {
            return Answer.NONE;
        }
        String refusal = refusal(response);
        if (refusal != null) {
            return new Answer.Stop("the server's " + refusal);
        }
        Instant reference = ServerClock.of(response, context.now());
        Answer answer = headers(response, reference);
        return answer != Answer.NONE ? answer : body(response, context.maxBody(), reference);
    }

    private static @Nullable String refusal(Response response) {
        if (response.header(SHOULD_RETRY).stream().anyMatch(line -> line.trim().equalsIgnoreCase("false"))) {
            return SHOULD_RETRY;
        }
        return response.header(PUSHBACK).stream().anyMatch(line -> line.trim().startsWith("-")) ? PUSHBACK : null;
    }

    private static Answer headers(Response response, Instant reference) {
        Answer answer = first(DELAYS, response, reference);
        if (answer == Answer.NONE) {
            answer = Source.delay(
                    RateLimitField.read(response.header("RateLimit")), SourceKind.SERVER, "the server's RateLimit");
        }
        return answer != Answer.NONE ? answer : first(RESETS, response, reference);
    }

    private static Answer first(List<ServerHeader> headers, Response response, Instant reference) {
        for (ServerHeader header : headers) {
            Duration delay = header.read(response, reference);
            if (delay != null) {
                return Source.delay(delay, SourceKind.SERVER, "the server's " + header.name());
            }
        }
        return Answer.NONE;
    }

    private static Answer body(Response response, long maxBody, Instant reference) {
        JsonBody body = Body.json(response, maxBody);
        if (body == null) {
            return Answer.NONE;
        }
        for (String field : FIELDS) {
            Duration delay = DelayValue.read(body.value("/" + field), Unit.AUTO, reference);
            if (delay != null) {
                return Source.delay(delay, SourceKind.SERVER, "the server's " + field);
            }
        }
        for (Object retryDelay : body.retryInfo()) {
            Duration delay = DelayValue.read(retryDelay, Unit.AUTO, reference);
            if (delay != null) {
                return Source.delay(delay, SourceKind.SERVER, "the server's RetryInfo");
            }
        }
        return Answer.NONE;
    }
}
