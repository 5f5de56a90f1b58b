package dev.recourse.retry.delay;

import dev.recourse.retry.failure.Failure;
import dev.recourse.retry.failure.Response;
import org.jspecify.annotations.Nullable;

/** What one field of a JSON body says, the field given as an RFC 6901 pointer. */
record BodyDelay(String pointer, Unit unit) implements Source {

    @Override
    public Answer answer(Failure failure, DelayContext context) {
        return read(failure.response(), context, pointer, unit, pointer);
    }

    static Answer field(@Nullable Response response, DelayContext context, String name) {
        return read(response, context, "/" + name, Unit.AUTO, name);
    }

    private static Answer read(
            @Nullable Response response, DelayContext context, String pointer, Unit unit, String label) {
        JsonBody body = response == null ? null : Body.json(response, context.maxBody());
        if (response == null || body == null) {
            return Answer.NONE;
        }
        return Source.delay(
                DelayValue.read(body.value(pointer), unit, ServerClock.of(response, context.now())),
                "the server's " + label);
    }
}
