package dev.recourse.retry.failure;

import feign.FeignException;
import java.net.URI;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpRequest;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.reactive.function.client.WebClientResponseException;

/** Tells the host of a failed request, where an exception of the client names it. */
public final class RequestHost {

    /** What stands between the scheme and the path of the address in a message of RestTemplate, or of an I/O failure. */
    private static final Pattern ADDRESS =
            Pattern.compile("[A-Z]{1,20} request for \"https?://(?:[^/?#\"@]{0,500}@)?([\\w.:\\[\\]-]{1,255})[/?#\"]");

    private RequestHost() {}

    /** Returns host and port that the outermost exception tells which knows them, or null. */
    public static @Nullable String of(Throwable exception) {
        for (Throwable link : CauseChain.of(exception)) {
            String host = of(link, link.getClass());
            if (host != null) {
                return host;
            }
        }
        return null;
    }

    private static @Nullable String of(Throwable exception, Class<?> type) {
        // By name, so that a library is loaded only after the library itself has thrown.
        return switch (type.getName()) {
            case "org.springframework.web.client.RestClientException" -> inMessage(exception);
            case "org.springframework.web.reactive.function.client.WebClientRequestException",
                    "org.springframework.web.reactive.function.client.WebClientResponseException" ->
                OfWebClient.of(exception);
            case "feign.FeignException" -> OfFeign.of(exception);
            case "java.lang.Throwable" -> null;
            default -> of(exception, type.getSuperclass());
        };
    }

    private static @Nullable String inMessage(Throwable exception) {
        String message = Objects.requireNonNullElse(exception.getMessage(), "");
        Matcher address = ADDRESS.matcher(message).region(0, Math.min(message.length(), 2_000));
        return address.find() ? address.group(1) : null;
    }

    private static @Nullable String of(@Nullable URI uri) {
        if (uri == null || uri.getHost() == null) {
            return null;
        }
        return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }

    /** Is loaded where WebClient is. */
    private static final class OfWebClient {

        static @Nullable String of(Throwable exception) {
            if (exception instanceof WebClientRequestException failed) {
                return RequestHost.of(failed.getUri());
            }
            HttpRequest request = ((WebClientResponseException) exception).getRequest();
            return request == null ? null : RequestHost.of(request.getURI());
        }
    }

    /** Is loaded where Feign is. */
    private static final class OfFeign {

        static @Nullable String of(Throwable exception) {
            FeignException failed = (FeignException) exception;
            try {
                return failed.hasRequest()
                        ? RequestHost.of(URI.create(failed.request().url()))
                        : null;
            } catch (IllegalArgumentException ex) {
                return null;
            }
        }
    }
}
