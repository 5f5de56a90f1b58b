package dev.recourse.retry.durable.dbscheduler;

import dev.recourse.retry.time.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;

/**
 * Lets the engine look for calls when one is due that this node has stored, and not only at its next poll.
 *
 * <p>One look serves all that are due in the same twentieth of a second.
 */
final class WakeUps {

    private static final long STEP_MILLIS = 50;

    /** So many are remembered; those beyond them are found by the engine's own polls. */
    private static final int MOST = 10_000;

    private final Scheduler scheduler;
    private final InstantSource clock;
    private final Runnable look;
    private final Set<Long> planned = ConcurrentHashMap.newKeySet();

    /**
     * Creates the wake-ups.
     *
     * @param clock by which the engine finds calls due
     * @param look lets the engine look
     */
    WakeUps(Scheduler scheduler, InstantSource clock, Runnable look) {
        this.scheduler = scheduler;
        this.clock = clock;
        this.look = look;
    }

    /** Lets the engine look at a time. */
    @SuppressWarnings("FutureReturnValueIgnored") // it is never cancelled
    void at(Instant time) {
        long step = time.toEpochMilli() / STEP_MILLIS + 1;
        if (planned.size() >= MOST || !planned.add(step)) {
            return;
        }
        Duration delay = Duration.ofMillis(Math.max(0, step * STEP_MILLIS - clock.millis()));
        try {
            scheduler.schedule(() -> look(step), delay);
        } catch (RejectedExecutionException ex) {
            planned.remove(step);
        }
    }

    private Object look(long step) {
        planned.remove(step);
        look.run();
        return step;
    }
}
