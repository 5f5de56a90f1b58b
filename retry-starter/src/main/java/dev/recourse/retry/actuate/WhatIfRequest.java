package dev.recourse.retry.actuate;

import dev.recourse.retry.FailedResponse;
import dev.recourse.retry.failure.Condition;
import dev.recourse.retry.failure.Failure;
import dev.recourse.retry.failure.IoFailure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/** A failure as the parameters of a request describe it. */
record WhatIfRequest(
        @Nullable String status,
        @Nullable Object header,
        @Nullable String body,
        @Nullable String method,
        @Nullable String exception,
        @Nullable String attempt) {

    private static final Pattern METHOD = Pattern.compile("[A-Z]{1,20}");

    private static final Map<Condition, IoFailure> KINDS = Map.of(
            Condition.Io.CONNECT_TIMEOUT, IoFailure.CONNECT_TIMEOUT,
            Condition.Io.READ_TIMEOUT, IoFailure.READ_TIMEOUT,
            Condition.Io.CONNECTION, IoFailure.CONNECTION_LOSS);

    /**
     * Returns the failure; of a class that is named, nothing is run.
     *
     * @throws InvalidEndpointRequestException if a parameter cannot be used
     */
    Failure failure(@Nullable ClassLoader classLoader) {
        if (status == null && exception == null) {
            throw invalid("Say what failed: status=429, or exception=read-timeout");
        }
        if (status == null && (header != null || body != null)) {
            throw invalid("A header and a body belong to a response: add its status");
        }
        FailedResponse response = status == null ? null : response(status);
        Condition condition = exception == null ? null : condition(exception, classLoader);
        if (condition instanceof Condition.ExceptionType named) {
            return Failure.supposed(named.type(), null, response, sent());
        }
        if (condition != null && response != null) {
            throw invalid("There is no response after " + exception + ": leave out status or exception");
        }
        return Failure.supposed(null, condition == null ? null : KINDS.get(condition), response, sent());
    }

    private @Nullable String sent() {
        String sent = method == null ? null : method.strip().toUpperCase(Locale.ROOT);
        if (sent != null && !METHOD.matcher(sent).matches()) {
            throw invalid("method (" + method + ") must be that of a request, such as POST");
        }
        return sent;
    }

    /** Returns the number of the attempt that failed. */
    int number() {
        return attempt == null ? 1 : number("attempt", attempt, 1, Integer.MAX_VALUE);
    }

    private FailedResponse response(String text) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Object line : lines()) {
            String[] parts = String.valueOf(line).split(":", 2);
            if (parts.length < 2 || parts[0].isBlank()) {
                throw invalid("header (" + line + ") must be 'Name: value'");
            }
            headers.computeIfAbsent(parts[0].strip(), name -> new ArrayList<>()).add(parts[1].strip());
        }
        return FailedResponse.of(
                number("status", text, 100, 599),
                headers,
                body == null ? null : body.getBytes(StandardCharsets.UTF_8),
                sent());
    }

    private Collection<?> lines() {
        if (header == null) {
            return List.of();
        }
        return header instanceof Collection<?> lines ? lines : List.of(header);
    }

    private static Condition condition(String text, @Nullable ClassLoader classLoader) {
        Condition condition;
        try {
            condition = Condition.parse(text, classLoader);
        } catch (IllegalArgumentException ex) {
            throw invalid("exception: " + ex.getMessage());
        }
        if (condition instanceof Condition.ExceptionType || KINDS.containsKey(condition)) {
            return condition;
        }
        throw invalid(
                "exception (" + text + ") must be connect-timeout, read-timeout, connection or the name of a class");
    }

    private static int number(String name, String text, int least, int most) {
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException ex) {
            // Said below.
        }
        throw invalid("%s (%s) must be a number from %d to %d".formatted(name, text, least, most));
    }

    private static InvalidEndpointRequestException invalid(String reason) {
        return new InvalidEndpointRequestException(reason, reason);
    }
}
