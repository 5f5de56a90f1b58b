package dev.recourse.retry.failure;

import dev.recourse.retry.FailedResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the response out of any exception that has a status of its own, by the names of its methods.
 *
 * <p>Generated clients and SDKs have exceptions of such shapes. {@code getCode()} may be anything, so it counts as a
 * status only where there are response headers beside it.
 */
final class AccessorResponses {

    private static final String[] STATUS = {"getStatusCode", "statusCode", "getRawStatusCode", "getStatus"};

    private static final String[] CODE = {"getCode", "code"};

    private static final String[] HEADERS = {
        "getResponseHeaders", "responseHeaders", "getHeaders", "headers", "getHttpHeaders"
    };

    private static final String[] BODY = {
        "getResponseBody", "responseBody", "getRawResponse", "rawResponse", "getContent", "getBody", "body"
    };

    private AccessorResponses() {}

    static @Nullable FailedResponse of(Throwable exception) {
        // The response itself, as Azure, Retrofit, JAX-RS and version 2 of the AWS SDK keep it.
        Object details = Accessors.value(exception, "awsErrorDetails");
        Object response = Accessors.value(exception, "getResponse", "response");
        Object received = response != null ? response : Accessors.value(details, "sdkHttpResponse");
        Map<String, List<String>> headers = headers(exception, received);
        Integer status = status(exception, received, headers != null);
        if (status == null) {
            return null;
        }
        Map<String, List<String>> known = Objects.requireNonNullElse(headers, Map.of());
        return FailedResponse.of(status, known, body(known, exception, details, received), method(exception, received));
    }

    private static @Nullable Integer status(Throwable exception, @Nullable Object received, boolean hasHeaders) {
        Integer status = Accessors.first(exception, HttpStatusNumber::of, STATUS);
        if (status == null && hasHeaders) {
            status = Accessors.first(exception, HttpStatusNumber::of, CODE);
        }
        if (status == null && hasHeaders) {
            status = Accessors.first(received, HttpStatusNumber::of, STATUS);
        }
        return status == null && hasHeaders ? Accessors.first(received, HttpStatusNumber::of, CODE) : status;
    }

    private static @Nullable Map<String, List<String>> headers(Throwable exception, @Nullable Object received) {
        Map<String, List<String>> own = Accessors.first(exception, ReceivedHeaders::of, HEADERS);
        return own != null
                ? own
                : Accessors.first(received, ReceivedHeaders::of, "getStringHeaders", "getHeaders", "headers");
    }

    private static byte @Nullable [] body(Map<String, List<String>> headers, @Nullable Object... owners) {
        List<String> contentType = FailedResponse.of(0, headers, null, null).header("Content-Type");
        for (Object owner : owners) {
            byte[] body = Accessors.first(owner, value -> bytes(value, contentType), BODY);
            if (body != null) {
                return body;
            }
        }
        return null;
    }

    private static byte @Nullable [] bytes(Object body, List<String> contentType) {
        byte[] bytes = ReceivedBody.bytes(body, contentType);
        // The AWS SDK keeps them in an object of its own.
        return bytes != null
                ? bytes
                : Accessors.first(body, value -> ReceivedBody.bytes(value, contentType), "asByteArray");
    }

    private static @Nullable String method(@Nullable Object... owners) {
        for (Object owner : owners) {
            Object request = Accessors.value(owner, "getRequest", "request");
            Object method = Accessors.value(request, "getMethod", "method", "getHttpMethod", "httpMethod");
            if (method instanceof String || method instanceof Enum<?>) {
                return method.toString().toUpperCase(Locale.ROOT);
            }
        }
        return null;
    }
}
