package dev.recourse.retry.durable;

import java.time.Duration;
import java.time.Instant;

/**
 * Leaves half of the engine's threads to other tasks, however many calls are due at once.
 *
 * <p>A call that finds no room gets a time of its own, as soon as room is expected behind all that came before it. It does
 * not come by again and again, and others that are due in between are not held up by it.
 */
public final class RunLimit {

    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    /** How much of the average each run counts. */
    private static final double WEIGHT = 0.1;

    private final int most;
    private int running;
    private double averageMillis = 50;
    private Instant lastTurn = Instant.MIN;

    /**
     * Creates the limit.
     *
     * @param threads of the engine
     */
    public RunLimit(int threads) {
        this.most = Math.max(1, threads / 2);
    }

    /** Returns whether a run may begin, which is to {@link #end} then. */
    synchronized boolean begin() {
        if (running >= most) {
            return false;
        }
        running++;
        return true;
    }

    synchronized void end(Duration length) {
        running--;
        averageMillis += WEIGHT * (length.toMillis() - averageMillis);
    }

    /** Returns when a call has its turn that has found no room. */
    synchronized Instant nextTurn(Instant now) {
        Instant earliest = now.plus(SHORTEST);
        Instant next =
                lastTurn.isBefore(earliest) ? earliest : lastTurn.plusNanos((long) (averageMillis * 1_000_000 / most));
        if (next.isAfter(now.plus(LONGEST))) {
            next = now.plus(LONGEST);
        }
        lastTurn = next;
        return next;
    }
}
