package dev.recourse.crash.locals;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The places that are not looked at for a moment, because too many exceptions came there.
 *
 * <p>What passes a closed gate costs a look into an array: neither the clock is read nor the exception.
 */
final class Gates {

    private static final int SIZE = 1024;

    /** Opens all gates, a moment after one was closed. */
    private final Consumer<Runnable> later;

    private final AtomicBoolean opening = new AtomicBoolean();

    /** Places that have used their budget. */
    private final @Nullable RecordingSite[] busy = new RecordingSite[SIZE];

    /** For each place a type of exceptions that had no trace there: another place that shares the entry harms none. */
    private final @Nullable Class<?>[] traceless = new Class<?>[SIZE];

    Gates(Consumer<Runnable> later) {
        this.later = later;
    }

    /** Returns a place that begins nothing now; null for others. */
    @SuppressWarnings("ReferenceEquality") // constants of classes are one object where they are equal
    @Nullable
    RecordingSite busy(String place) {
        RecordingSite site = busy[index(place)];
        return site != null && site.place() == place ? site : null;
    }

    /** Lets a place begin nothing for a moment. */
    void closeBusy(RecordingSite site) {
        site.haveTooMany();
        busy[index(site.place())] = site;
        openLater();
    }

    /** Returns whether exceptions of a type are not to be looked at, of which none has ever had a trace. */
    boolean isTraceless(String place, Class<?> type) {
        return traceless[index(place)] == type;
    }

    /** Notes an exception without a trace; where it is certain what the others will be, they are let pass for a moment. */
    synchronized void sawNoTrace(String place, Class<?> type) {
        if (TracelessType.of(type).sawNone()) {
            traceless[index(place)] = type;
            openLater();
        }
    }

    /** Notes that an exception of a type had a trace: from now on each of them is looked at. */
    void sawTrace(Class<?> type) {
        TracelessType known = TracelessType.of(type);
        if (!known.hasTraces()) {
            synchronized (this) {
                known.sawOne();
                open();
            }
        }
    }

    private void openLater() {
        if (opening.compareAndSet(false, true)) {
            try {
                later.accept(this::open);
            } catch (Throwable failure) {
                open();
                throw failure;
            }
        }
    }

    private synchronized void open() {
        opening.set(false);
        Arrays.fill(busy, null);
        Arrays.fill(traceless, null);
    }

    private static int index(String place) {
        return place.hashCode() & (SIZE - 1);
    }
}
