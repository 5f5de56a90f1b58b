package dev.recourse.retry.execution;

import dev.recourse.retry.failure.FatalErrors;
import dev.recourse.retry.failure.SafeLog;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.util.ClassUtils;

/** Carries the thread locals of a call over to the threads on which it goes on. */
@FunctionalInterface
interface CapturedThreadLocals {

    /** Runs the task with the thread locals of the call. */
    void run(Runnable task);

    /**
     * Captures the thread locals of this thread, if there is the library that knows how.
     *
     * @param sources of values that go before those of this thread, such as a context of Reactor's
     */
    static CapturedThreadLocals capture(Object... sources) {
        return Propagation.PRESENT ? Captured.capture(sources) : Runnable::run;
    }

    /** Whether Micrometer's context propagation is there. */
    final class Propagation {

        private static final boolean PRESENT = ClassUtils.isPresent(
                "io.micrometer.context.ContextSnapshotFactory", CapturedThreadLocals.class.getClassLoader());

        private Propagation() {}
    }

    /** The thread locals as Micrometer's context propagation has captured them. */
    record Captured(ContextSnapshot snapshot) implements CapturedThreadLocals {

        private static final Log log = LogFactory.getLog("dev.recourse.retry");

        private static final ContextSnapshotFactory FACTORY =
                ContextSnapshotFactory.builder().build();

        /** The one object that stands for an empty snapshot. */
        private static final ContextSnapshot NOTHING = ContextSnapshotFactory.builder()
                .contextRegistry(new ContextRegistry())
                .build()
                .captureAll();

        static CapturedThreadLocals capture(Object... sources) {
            try {
                ContextSnapshot snapshot = FACTORY.captureAll(sources);
                return snapshot == NOTHING ? Runnable::run : new Captured(snapshot);
            } catch (Throwable ex) {
                warn(ex);
                return Runnable::run;
            }
        }

        @Override
        public void run(Runnable task) {
            ContextSnapshot.Scope scope = open();
            try {
                task.run();
            } finally {
                close(scope);
            }
        }

        private ContextSnapshot.Scope open() {
            try {
                return snapshot.setThreadLocals();
            } catch (Throwable ex) {
                warn(ex);
                return () -> {};
            }
        }

        private static void close(ContextSnapshot.Scope scope) {
            try {
                scope.close();
            } catch (Throwable ex) {
                warn(ex);
            }
        }

        /** An accessor of the user's must not break the call. */
        private static void warn(Throwable ex) {
            FatalErrors.rethrow(ex);
            SafeLog.warn(log, "A ThreadLocalAccessor failed. The call goes on without its value.", ex);
        }
    }
}
