package dev.recourse.retry.delay;

import dev.recourse.retry.failure.Failure;
import dev.recourse.retry.failure.Response;
import java.time.Instant;

/** What one header of the response says. */
record HeaderDelay(String name, DelayUnit unit) implements Source {

    @Override
    public DelayResult answer(Failure failure, DelayContext context) {
        Response response = failure.response();
        if (response == null) {
            return DelayResult.NONE;
        }
        Instant reference = ResponseDate.of(response, context.now());
        return Source.delay(
                reading().longest(response.header(name), reference), SourceKind.HEADER, "the server's " + name);
    }

    private DelayParser reading() {
        return unit == DelayUnit.AUTO && name.equalsIgnoreCase("Retry-After") ? ServerHeader::retryAfter : unit;
    }
}
