package dev.recourse.retry.failure;

import dev.recourse.retry.FailedResponse;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A response of a user's, whose methods may throw, or return null where they must not. */
record SafeResponse(
        FailedResponse response, int status, @Nullable String method) implements FailedResponse {

    /** Reads at once what every decision needs; what this throws ends the extraction. */
    static @Nullable FailedResponse of(@Nullable FailedResponse response) {
        return response == null ? null : new SafeResponse(response, response.status(), response.method());
    }

    @Override
    public List<String> header(String name) {
        List<String> lines = quietly(() -> response.header(name));
        return lines == null
                ? List.of()
                : lines.stream().filter(Objects::nonNull).toList();
    }

    @Override
    public Collection<String> headerNames() {
        Collection<String> names = quietly(response::headerNames);
        return names == null
                ? List.of()
                : names.stream().filter(Objects::nonNull).toList();
    }

    @Override
    public byte @Nullable [] body() {
        return quietly(response::body);
    }

    private static <T> @Nullable T quietly(Callable<@Nullable T> part) {
        try {
            return part.call();
        } catch (Throwable ex) {
            FatalErrors.rethrow(ex);
            return null;
        }
    }
}
