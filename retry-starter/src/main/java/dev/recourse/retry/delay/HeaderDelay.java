package dev.recourse.retry.delay;

import dev.recourse.retry.FailedResponse;
import dev.recourse.retry.failure.Failure;
import java.time.Instant;

/** What one header of the response says. */
record HeaderDelay(String name, DelayUnit unit) implements Source {

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
        Instant reference = ResponseDate.of(response, context.now());
        return Source.delay(
                parser().longest(response.header(name), reference), SourceKind.HEADER, "the server's " + name);
    }

    @Override
    public boolean reads(String header, FailedResponse response, Instant reference) {
        return name.equalsIgnoreCase(header) && parser().longest(response.header(name), reference) != null;
    }

    private DelayParser parser() {
        return unit == DelayUnit.AUTO && name.equalsIgnoreCase("Retry-After") ? ServerDelay::retryAfter : unit;
    }
}
