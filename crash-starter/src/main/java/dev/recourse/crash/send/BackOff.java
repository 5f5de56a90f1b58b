package dev.recourse.crash.send;

import dev.recourse.crash.CrashReport.DeliveryStatus;
import java.time.Duration;
import java.time.Instant;

/**
 * Doubles the time between two tries of a report, up to a limit.
 *
 * @param first time between the first try and the second
 * @param longest time between two tries
 */
record BackOff(Duration first, Duration longest) {

    /** An hour: a server that was mended gets what waits in the same hour, and a report that nobody takes is tried 24 times a day. */
    static final Duration LONGEST = Duration.ofHours(1);

    private static final int MAX_DOUBLINGS = 20;

    boolean isDue(DeliveryStatus delivery, Instant now) {
        Instant lastTry = delivery.lastTry();
        // a try in the future: the clock was set back
        return lastTry == null || lastTry.isAfter(now) || !now.isBefore(lastTry.plus(delay(delivery.tries())));
    }

    private Duration delay(int tries) {
        Duration delay = first.multipliedBy(1L << Math.max(0, Math.min(tries - 1, MAX_DOUBLINGS)));
        return delay.compareTo(longest) > 0 ? longest : delay;
    }
}
