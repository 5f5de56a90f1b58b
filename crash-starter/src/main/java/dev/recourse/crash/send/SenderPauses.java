package dev.recourse.crash.send;

import dev.recourse.crash.time.Deadline;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Knows which senders do not work at the moment, so that a server that is down is not asked once for each report that waits.
 *
 * <p>A sender is paused after {@value #MOST_FAILURES} failures in a row, or as soon as failures in a row have cost
 * 10 seconds. A failure is an exception, or no answer. An answer ends the row, {@code LATER} too: it is about one report, and the
 * sender works. A pause lasts until the next run over the reports that wait, and 30 seconds at most.
 */
final class SenderPauses {

    /** More than one, since a single report may be what makes a sender fail; few enough for a server that is overloaded. */
    static final int MOST_FAILURES = 5;

    /** Two tries that nobody answers in {@code recourse.crash.sentry.wait}: others wait for the lock meanwhile. */
    private static final Duration MOST_TIME = Duration.ofSeconds(10);

    /** Long enough for a burst of crashes, short enough for the crash that comes after the network is back. */
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final LongSupplier nanoTime;

    private final Map<String, Row> rows = new HashMap<>();

    /**
     * Creates it for senders that all work.
     *
     * @param nanoTime a clock as {@link System#nanoTime}
     */
    SenderPauses(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    long nanoTime() {
        return nanoTime.getAsLong();
    }

    synchronized boolean isPaused(String sender) {
        Row row = rows.get(sender);
        return row != null && row.pause() != null && !row.pause().isOver();
    }

    synchronized void answered(String sender) {
        rows.remove(sender);
    }

    synchronized void failed(String sender, Duration time) {
        Row row = rows.getOrDefault(sender, Row.NONE);
        int failures = row.failures() + 1;
        Duration cost = row.cost().plus(time);
        boolean enough = failures >= MOST_FAILURES || cost.compareTo(MOST_TIME) >= 0;
        rows.put(sender, new Row(failures, cost, enough ? Deadline.after(PAUSE, nanoTime) : null));
    }

    synchronized void clear() {
        rows.clear();
    }

    /** Failures in a row of one sender. */
    private record Row(
            int failures, Duration cost, @Nullable Deadline pause) {

        static final Row NONE = new Row(0, Duration.ZERO, null);
    }
}
