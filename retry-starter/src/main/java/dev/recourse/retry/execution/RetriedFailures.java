package dev.recourse.retry.execution;

import dev.recourse.retry.failure.CauseChain;
import dev.recourse.retry.failure.FailedValueException;
import dev.recourse.retry.idempotency.EventOrder;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the failures with which retried calls have ended, as long as anybody else has them.
 *
 * <p>A call around one of these does not retry such a failure again, or the numbers of their attempts would multiply. The
 * same exception may also be thrown by a later call that was not retried: so each is remembered with the time of its end.
 */
public final class RetriedFailures {

    private static final Map<Key, Long> ENDS = new ConcurrentHashMap<>();
    private static final ReferenceQueue<Object> FORGOTTEN = new ReferenceQueue<>();

    private RetriedFailures() {}

    /** Takes note of a failure with which a retried call ends now. */
    static void add(Throwable failure) {
        for (Object key = FORGOTTEN.poll(); key != null; key = FORGOTTEN.poll()) {
            ENDS.remove(key);
        }
        ENDS.put(new Key(thing(failure), FORGOTTEN), EventOrder.next());
    }

    /** Returns whether a retried call has ended with the failure or one of its causes, of which no attempt is left. */
    public static boolean contains(Throwable failure) {
        return contains(failure, Long.MIN_VALUE);
    }

    /** Returns whether a retried call has ended with the failure or one of its causes since a mark of the order. */
    static boolean contains(Throwable failure, long mark) {
        return !ENDS.isEmpty() && CauseChain.of(failure).stream().anyMatch(link -> hasEnded(link, mark));
    }

    /** Returns what callers get: of a value that reports a failure, the value. */
    private static Object thing(Throwable failure) {
        return failure instanceof FailedValueException failed ? failed.value() : failure;
    }

    private static boolean hasEnded(Throwable failure, long mark) {
        Long end = ENDS.get(new Key(thing(failure), null));
        return end != null && end > mark;
    }

    /** An exception or a value by its identity, since it may have any equals. */
    private static final class Key extends WeakReference<Object> {

        private final int hash;

        private Key(Object failure, @Nullable ReferenceQueue<Object> forgotten) {
            super(failure, forgotten);
            this.hash = System.identityHashCode(failure);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // that is the point
        public boolean equals(@Nullable Object other) {
            return this == other || (other instanceof Key key && get() != null && get() == key.get());
        }
    }
}
