package dev.recourse.retry.delay;

import dev.recourse.retry.failure.Failure;
import dev.recourse.retry.failure.Response;
import java.time.Instant;

/** What one header of the response says. */
record HeaderDelay(String name, Unit unit) implements Source {

    @Override
    public Answer answer(Failure failure, DelayContext context) {
        Response response = failure.response();
        if (response == null) {
            return Answer.NONE;
        }
        Instant reference = ServerClock.of(response, context.now());
        return Source.delay(
                reading().longest(response.header(name), reference), SourceKind.HEADER, "the server's " + name);
    }

    private Reading reading() {
        return unit == Unit.AUTO && name.equalsIgnoreCase("Retry-After") ? ServerHeader::retryAfter : unit;
    }
}
