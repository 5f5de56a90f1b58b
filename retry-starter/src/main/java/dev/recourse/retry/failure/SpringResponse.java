package dev.recourse.retry.failure;

import dev.recourse.retry.FailedResponse;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;

/** A response whose headers are Spring's. */
@SuppressWarnings("ArrayRecordComponent") // nobody compares responses
record SpringResponse(
        int status,
        HttpHeaders headers,
        byte @Nullable [] body,
        @Nullable String method) implements FailedResponse {

    SpringResponse(
            HttpStatusCode status, @Nullable HttpHeaders headers, byte @Nullable [] body, @Nullable String method) {
        this(status.value(), Objects.requireNonNullElse(headers, HttpHeaders.EMPTY), body, method);
    }

    @Override
    public List<String> header(String name) {
        return headers.getOrEmpty(name).stream().filter(Objects::nonNull).toList();
    }

    @Override
    public Collection<String> headerNames() {
        return headers.headerNames();
    }
}
