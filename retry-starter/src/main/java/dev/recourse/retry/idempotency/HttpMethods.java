package dev.recourse.retry.idempotency;

import java.util.Locale;
import java.util.Set;

/** Tells which HTTP methods may be sent twice without harm. */
public final class HttpMethods {

    /** RFC 9110 section 9.2.2 and RFC 5789 section 2. */
    private static final Set<String> NOT_IDEMPOTENT = Set.of("POST", "PATCH");

    private HttpMethods() {}

    /** Returns whether a request of this method may be sent twice without harm. */
    public static boolean isIdempotent(String method) {
        return !NOT_IDEMPOTENT.contains(method.strip().toUpperCase(Locale.ROOT));
    }
}
