package dev.recourse.crash.render;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Calls methods of values, whose failure becomes a text. */
public final class GuardedCalls {

    private static final Duration LIMIT = Duration.ofMillis(50);

    private GuardedCalls() {}

    /** What takes the place of a value that could not be had. */
    public record Failed(String text) {

        private static Failed of(Throwable failure) {
            return new Failed("<" + failure.getClass().getName() + ">");
        }
    }

    /** Returns the call's value, or a {@link Failed}. */
    public static @Nullable Object direct(Callable<?> call) {
        try {
            return call.call();
        } catch (Throwable ex) {
            return Failed.of(ex);
        }
    }

    /** Returns the call's value if it comes in time, or a {@link Failed}. */
    public static @Nullable Object limited(Callable<? extends @Nullable Object> call) {
        try {
            return TimeLimiter.VALUES.<@Nullable Object>within(LIMIT, call::call);
        } catch (ExecutionException ex) {
            return Failed.of(ex.getCause() == null ? ex : ex.getCause());
        } catch (TimeoutException ex) {
            String reason = ex.getMessage();
            return new Failed(
                    reason == null ? "<no answer in " + LIMIT.toMillis() + " ms>" : "<not read: " + reason + ">");
        } catch (Throwable ex) {
            return Failed.of(ex);
        }
    }

    public static @Nullable Object read(RecordComponent component, Record candidate) throws Exception {
        Method accessor = component.getAccessor();
        accessor.setAccessible(true);
        try {
            return accessor.invoke(candidate);
        } catch (InvocationTargetException ex) {
            throw ex.getCause() instanceof Exception cause ? cause : ex;
        }
    }
}
