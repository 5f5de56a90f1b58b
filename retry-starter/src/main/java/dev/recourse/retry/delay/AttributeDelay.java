package dev.recourse.retry.delay;

import dev.recourse.retry.failure.Failure;
import java.time.Duration;
import java.time.Instant;

/** What an attribute of the exception says, else the top-level field of that name in the JSON body. */
record AttributeDelay(String name) implements Source {

    @Override
    public DelayResult answer(Failure failure, DelayContext context) {
        Instant reference = ResponseDate.of(failure.response(), context.now());
        Duration delay = new Attribute(name)
                .find(failure.exception(), value -> DelayConverter.read(value, DelayUnit.AUTO, reference));
        return delay != null
                ? Source.delay(delay, SourceKind.ATTRIBUTE, "the exception's " + name)
                : BodyDelay.field(failure.response(), context, name);
    }
}
