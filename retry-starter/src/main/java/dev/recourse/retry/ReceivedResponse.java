package dev.recourse.retry;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A response whose parts were taken out of a failure; a header is searched for when somebody asks. */
@SuppressWarnings("ArrayRecordComponent") // nobody compares responses
record ReceivedResponse(
        int status,
        Map<String, ? extends Collection<String>> headers,
        byte @Nullable [] body,
        @Nullable String method) implements FailedResponse {

    @Override
    public List<String> header(String name) {
        List<String> lines = new ArrayList<>();
        headers.forEach((key, values) -> {
            if (name.equalsIgnoreCase(key)) {
                values.stream().filter(Objects::nonNull).forEach(lines::add);
            }
        });
        return lines;
    }

    @Override
    public Collection<String> headerNames() {
        return headers.keySet();
    }
}
