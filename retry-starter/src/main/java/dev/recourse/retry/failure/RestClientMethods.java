package dev.recourse.retry.failure;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.client.RestClientResponseException;

/**
 * Reads the HTTP method out of the messages of RestClient and RestTemplate, whose exceptions have no other place for it.
 *
 * <p>Messages of I/O failures have it, and those of RestTemplate for a response; those of RestClient for a response do not.
 */
final class RestClientMethods {

    private static final Pattern IO_FAILURE = Pattern.compile("^I/O error on ([A-Z]+) request for \"");

    private static final Pattern RESPONSE = Pattern.compile("^ on ([A-Z]+) request for \"");

    private RestClientMethods() {}

    static @Nullable String ofIoFailure(Throwable exception) {
        return find(IO_FAILURE, message(exception));
    }

    /** The text of the status is what the server sent, so it must not be taken for what follows it. */
    static @Nullable String ofResponse(Throwable exception) {
        RestClientResponseException failed = (RestClientResponseException) exception;
        String status = failed.getStatusCode().value() + " " + failed.getStatusText();
        String message = message(exception);
        return message.startsWith(status) ? find(RESPONSE, message.substring(status.length())) : null;
    }

    private static String message(Throwable exception) {
        return Objects.requireNonNullElse(exception.getMessage(), "");
    }

    private static @Nullable String find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : null;
    }
}
