package dev.recourse.retry.failure;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds what looks like the status of a response in exceptions that no extractor understands. */
final class UnreadStatus {

    private static final String[] NAMES = {
        "getStatusCode",
        "statusCode",
        "getStatus",
        "status",
        "getHttpStatus",
        "httpStatus",
        "getHttpStatusCode",
        "getHttpCode",
        "getResponseCode",
        "getCode",
        "code"
    };

    private static final Pattern ERROR_STATUS = Pattern.compile("[45][0-9]{2}");

    private UnreadStatus() {}

    /** Returns the method that tells it, with what it tells: {@code "com.acme.ApiException.getCode() = 429"}. */
    static @Nullable String of(Throwable exception) {
        for (Throwable link : CauseChain.of(exception)) {
            for (String name : NAMES) {
                String status = Accessors.first(link, UnreadStatus::text, name);
                if (status != null) {
                    return link.getClass().getName() + "." + name + "() = " + status;
                }
            }
        }
        return null;
    }

    private static @Nullable String text(Object value) {
        Object status = value instanceof Number || value instanceof CharSequence
                ? value
                : Accessors.value(value, "value", "getCode", "code", "getStatusCode");
        if (!(status instanceof Number || status instanceof CharSequence)) {
            return null;
        }
        String text = status.toString();
        return ERROR_STATUS.matcher(text).matches() ? text : null;
    }
}
