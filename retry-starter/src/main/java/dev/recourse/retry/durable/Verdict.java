package dev.recourse.retry.durable;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What becomes of a stored call after its run. */
public sealed interface Verdict {

    /** It has succeeded, and is kept no longer. */
    record Done() implements Verdict {}

    /**
     * It is looked at again later, as it is.
     *
     * @param due when, by the store's time
     */
    record Leave(Instant due) implements Verdict {}

    /**
     * It is run again later.
     *
     * @param data replaces what was stored
     * @param due when, by the store's time
     */
    record Again(String data, Instant due) implements Verdict {}

    /**
     * It is kept, and not run any more unless somebody says so.
     *
     * @param data replaces what was stored; null to keep that as it is
     */
    record Park(@Nullable String data, ParkReason reason) implements Verdict {}
}
