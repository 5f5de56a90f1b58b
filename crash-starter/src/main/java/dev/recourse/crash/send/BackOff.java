package dev.recourse.crash.send;

import dev.recourse.crash.CrashReport.DeliveryStatus;
import java.time.Duration;
import java.time.Instant;

/** Lets the time between two tries of a report double, up to a limit. */
record BackOff(Duration first, Duration longest) {

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
