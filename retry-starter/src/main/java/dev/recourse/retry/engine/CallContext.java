package dev.recourse.retry.engine;

import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import org.springframework.util.ClassUtils;

/** What a call has in thread locals, for the threads on which it goes on. */
@FunctionalInterface
interface CallContext {

    /** Runs the task with the thread locals of the call. */
    void run(Runnable task);

    /**
     * Captures the thread locals of this thread, if there is the library that knows how.
     *
     * @param sources of values that go before those of this thread, such as a context of Reactor's
     */
    static CallContext capture(Object... sources) {
        return Propagation.PRESENT ? Captured.capture(sources) : Runnable::run;
    }

    /** Whether Micrometer's context propagation is there. */
    final class Propagation {

        private static final boolean PRESENT = ClassUtils.isPresent(
                "io.micrometer.context.ContextSnapshotFactory", CallContext.class.getClassLoader());

        private Propagation() {}
    }

    /** The thread locals as Micrometer's context propagation has captured them. */
    record Captured(ContextSnapshot snapshot) implements CallContext {

        private static final ContextSnapshotFactory FACTORY =
                ContextSnapshotFactory.builder().build();

        static CallContext capture(Object... sources) {
            return new Captured(FACTORY.captureAll(sources));
        }

        @Override
        public void run(Runnable task) {
            snapshot.wrap(task).run();
        }
    }
}
