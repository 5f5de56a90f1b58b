package dev.recourse.retry.cluster;

import dev.recourse.retry.client.CooldownStore.Health;
import dev.recourse.retry.time.MonotonicClock;
import dev.recourse.retry.time.RetryEnvironment;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/** Whether the shared store answers. Each failure after a success, and each success after a failure, is one line in the log. */
final class StoreHealth {

    private static final Log log = LogFactory.getLog("dev.recourse.retry");

    /** A client that is disconnected may hold a command for a minute before it fails. */
    private static final Duration SLOW = Duration.ofSeconds(5);

    private final InstantSource clock;
    private final MonotonicClock monotonic;
    private boolean reachable = true;
    private Instant since;
    private boolean underWay;
    private long mark;

    StoreHealth(RetryEnvironment environment) {
        this.clock = environment.clock();
        this.monotonic = environment.monotonic();
        this.since = clock.instant();
    }

    /** Takes note of an exchange that begins. */
    synchronized void begin() {
        underWay = true;
        mark = monotonic.start();
    }

    /** Takes note of its end. */
    synchronized void end() {
        underWay = false;
    }

    synchronized void reached() {
        if (!reachable) {
            reachable = true;
            since = clock.instant();
            log.info("The shared store of cooldowns is back");
        }
    }

    synchronized void failed(Throwable failure) {
        if (reachable) {
            reachable = false;
            since = clock.instant();
            log.warn("The shared store of cooldowns cannot be reached. Until it is back, each node keeps to what it was"
                    + " told itself: " + failure);
        }
    }

    synchronized Health toHealth(int unsent) {
        boolean slow = underWay && monotonic.elapsed(mark).compareTo(SLOW) > 0;
        return new Health(reachable && !slow, since, unsent);
    }
}
