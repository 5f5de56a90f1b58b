package dev.recourse.retry.failure;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A response whose parts were taken out of an exception. */
final class ReceivedResponse implements Response {

    private final int status;

    private final Function<String, ? extends Collection<String>> headers;

    private final byte[] body;

    /** @param headers finds the lines of a header by its name in any case */
    ReceivedResponse(int status, Function<String, ? extends Collection<String>> headers, byte @Nullable [] body) {
        this.status = status;
        this.headers = headers;
        this.body = body != null ? body : new byte[0];
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public List<String> header(String name) {
        return headers.apply(name).stream().filter(Objects::nonNull).toList();
    }

    @Override
    public byte[] body() {
        return body;
    }
}
