package dev.recourse.crash.store;

import java.util.function.Consumer;

/** A point on the way of a report that a process may not live to pass. */
enum Step {
    SHORT_WRITTEN,
    FULL_WRITTEN,
    FULL_SYNCED,
    FULL_RENAMED,
    SHORT_DELETED,
    DELIVERED_MOVED,
    DELIVERED_MARKED;

    /** What happens at a step, besides what the step is for; tests end the process here. */
    static volatile Consumer<Step> observer = step -> {};

    void reached() {
        observer.accept(this);
    }
}
