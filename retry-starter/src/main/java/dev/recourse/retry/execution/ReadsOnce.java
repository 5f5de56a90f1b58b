package dev.recourse.retry.execution;

import org.jspecify.annotations.Nullable;
import org.springframework.retry.RetryCallback;

/** Attempts that may read what cannot be read again, such as an argument that is a stream. */
public interface ReadsOnce {

    /** Returns what an attempt has read that cannot be read again, as the beginning of a sentence; null for nothing. */
    @Nullable
    String usedUp();

    /** Returns the same of any attempts. */
    static @Nullable String usedUp(RetryCallback<?, ?> attempts) {
        return attempts instanceof ReadsOnce once ? once.usedUp() : null;
    }
}
