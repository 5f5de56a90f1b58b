package dev.recourse.retry.delay;

import dev.recourse.retry.failure.Failure;
import dev.recourse.retry.failure.Response;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What one field of a JSON body says, the field given as an RFC 6901 pointer. */
record BodyDelay(String pointer, DelayUnit unit) implements Source {

    @Override
    public DelayResult answer(Failure failure, DelayContext context) {
        return read(failure.response(), context, pointer, unit, SourceKind.BODY, pointer);
    }

    /** Reads what an attribute that the exception does not have may mean. */
    static DelayResult field(@Nullable Response response, DelayContext context, String name) {
        return read(response, context, "/" + name, DelayUnit.AUTO, SourceKind.ATTRIBUTE, name);
    }

    private static DelayResult read(
            @Nullable Response response,
            DelayContext context,
            String pointer,
            DelayUnit unit,
            SourceKind kind,
            String label) {
        if (response == null) {
            return DelayResult.NONE;
        }
        JsonBody body = Body.json(response, context.maxBody());
        if (body == null) {
            return DelayResult.NONE;
        }
        Instant reference = ResponseDate.of(response, context.now());
        return Source.delay(DelayConverter.read(body.value(pointer), unit, reference), kind, "the server's " + label);
    }
}
