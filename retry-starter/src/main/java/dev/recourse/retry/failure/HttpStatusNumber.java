package dev.recourse.retry.failure;

import org.jspecify.annotations.Nullable;

/** Reads the number of an HTTP status. */
final class HttpStatusNumber {

    private HttpStatusNumber() {}

    /** Returns the number if the object is one from 100 to 599, or has one as its {@code value()}; else null. */
    static @Nullable Integer of(Object status) {
        Object number = status instanceof Number ? status : Accessors.value(status, "value");
        if (!(number instanceof Integer || number instanceof Long || number instanceof Short)) {
            return null;
        }
        long value = ((Number) number).longValue();
        return value >= 100 && value <= 599 ? (int) value : null;
    }
}
