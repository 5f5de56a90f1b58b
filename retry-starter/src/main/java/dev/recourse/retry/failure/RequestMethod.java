package dev.recourse.retry.failure;

import feign.FeignException;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.client.WebClientRequestException;

/** Tells the HTTP method of a request that got no response, where an exception of the client names it. */
final class RequestMethod {

    private static final Pattern METHOD = Pattern.compile("([A-Z]{1,20}) request");

    private RequestMethod() {}

    /** Returns the method that the outermost exception tells which knows it, in upper case. */
    static @Nullable String of(Throwable exception) {
        for (Throwable link : CauseChain.of(exception)) {
            String method = of(link, link.getClass());
            if (method != null) {
                return method;
            }
        }
        return null;
    }

    private static @Nullable String of(Throwable exception, Class<?> type) {
        // By name, so that a library is loaded only after the library itself has thrown.
        return switch (type.getName()) {
            case "org.springframework.web.client.ResourceAccessException" -> inMessage(exception, "I/O error on ");
            case "org.springframework.web.reactive.function.client.WebClientRequestException" ->
                OfWebClient.of(exception);
            case "feign.FeignException" -> OfFeign.of(exception);
            case "java.lang.Throwable" -> null;
            default -> of(exception, type.getSuperclass());
        };
    }

    /** Returns the method that stands right behind the prefix of the message: {@code "503 Busy on POST request"}. */
    static @Nullable String inMessage(Throwable exception, String prefix) {
        String message = Objects.requireNonNullElse(exception.getMessage(), "");
        if (!message.startsWith(prefix)) {
            return null;
        }
        Matcher method = METHOD.matcher(message).region(prefix.length(), message.length());
        return method.lookingAt() ? method.group(1) : null;
    }

    /** Is loaded where WebClient is. */
    private static final class OfWebClient {

        static String of(Throwable exception) {
            return ((WebClientRequestException) exception).getMethod().name().toUpperCase(Locale.ROOT);
        }
    }

    /** Is loaded where Feign is. */
    private static final class OfFeign {

        static @Nullable String of(Throwable exception) {
            FeignException failed = (FeignException) exception;
            return failed.hasRequest() ? failed.request().httpMethod().name() : null;
        }
    }
}
