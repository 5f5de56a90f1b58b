package dev.recourse.retry.failure;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Converts a body, as client libraries keep it, to bytes. */
final class ReceivedBody {

    private ReceivedBody() {}

    /**
     * Returns the bytes, or null if the object holds none that can be read twice.
     *
     * @param contentType values of the header, for the charset of a text
     */
    static byte @Nullable [] bytes(@Nullable Object body, List<String> contentType) {
        if (body instanceof byte[] bytes) {
            return bytes;
        }
        if (body instanceof CharSequence text) {
            return ResponseBody.encode(text.toString(), contentType);
        }
        if (body instanceof ByteBuffer buffer) {
            ByteBuffer copy = buffer.duplicate();
            byte[] bytes = new byte[copy.remaining()];
            copy.get(bytes);
            return bytes;
        }
        return body instanceof Optional<?> optional && optional.isPresent() ? bytes(optional.get(), contentType) : null;
    }
}
