package dev.recourse.retry.durable;

import org.jspecify.annotations.Nullable;

/** Carries the trace of a caller over to the later runs of its call. */
public interface StoredTrace {

    /** No tracing. */
    StoredTrace NONE = new StoredTrace() {

        @Override
        public @Nullable String current() {
            return null;
        }

        @Override
        public void run(String label, @Nullable String traceparent, Run run) throws Throwable {
            run.run();
        }
    };

    /** Returns the W3C trace context of this thread, or null if there is none. */
    @Nullable
    String current();

    /**
     * Runs a call within the trace of its caller.
     *
     * @param label names the call
     */
    void run(String label, @Nullable String traceparent, Run run) throws Throwable;

    /** The run of a call. */
    @FunctionalInterface
    interface Run {

        void run() throws Throwable;
    }
}
