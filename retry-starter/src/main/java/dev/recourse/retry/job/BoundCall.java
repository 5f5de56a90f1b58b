package dev.recourse.retry.job;

import dev.recourse.retry.ResumedCall;
import org.jspecify.annotations.Nullable;

/** The carried call that is bound to this thread by an engine which tells of the beginning and the end of a run. */
final class BoundCall {

    private static final ThreadLocal<@Nullable ResumedCall> BOUND = new ThreadLocal<>();

    private BoundCall() {}

    /** Binds a call; one whose end was not told is unbound first. */
    static void bind(@Nullable CarriedCall carried) {
        unbind();
        if (carried != null) {
            BOUND.set(carried.bind());
        }
    }

    static void unbind() {
        ResumedCall resumed = BOUND.get();
        if (resumed != null) {
            BOUND.remove();
            resumed.close();
        }
    }
}
