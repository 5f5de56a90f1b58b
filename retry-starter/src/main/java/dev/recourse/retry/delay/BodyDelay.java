package dev.recourse.retry.delay;

import dev.recourse.retry.FailedResponse;
import dev.recourse.retry.failure.Failure;
import dev.recourse.retry.failure.JsonBody;
import dev.recourse.retry.failure.ResponseBody;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What one field of a JSON body says, the field given as an RFC 6901 pointer. */
record BodyDelay(String pointer, DelayUnit unit) implements Source {

    @Override
    public boolean needsResponse() {
        return true;
    }

    @Override
    public DelayResult answer(Failure failure, DelayContext context) {
        return read(failure.response(), context, body -> body.value(pointer), unit, SourceKind.BODY, pointer);
    }

    /** Reads what an attribute that the exception does not have may mean. */
    static DelayResult field(@Nullable FailedResponse response, DelayContext context, String name) {
        return read(response, context, body -> body.field(name), DelayUnit.AUTO, SourceKind.BODY, name);
    }

    private static DelayResult read(
            @Nullable FailedResponse response,
            DelayContext context,
            Function<JsonBody, @Nullable Object> value,
            DelayUnit unit,
            SourceKind kind,
            String label) {
        if (response == null) {
            return DelayResult.NONE;
        }
        JsonBody body = ResponseBody.json(response, context.maxBody());
        if (body == null) {
            return DelayResult.NONE;
        }
        Instant reference = ResponseDate.of(response, context.now());
        return Source.delay(DelayConverter.read(value.apply(body), unit, reference), kind, "the server's " + label);
    }
}
