package dev.recourse.retry.test;

import dev.recourse.retry.time.DaemonScheduler;
import dev.recourse.retry.time.MonotonicClock;
import dev.recourse.retry.time.ReactorScheduler;
import dev.recourse.retry.time.Scheduler;
import dev.recourse.retry.time.Sleeper;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.springframework.util.ClassUtils;

/** Time that passes when somebody would wait, and remembers how long. */
final class VirtualTime implements MonotonicClock, InstantSource, Sleeper, Scheduler {

    private static final boolean REACTOR =
            ClassUtils.isPresent("reactor.core.scheduler.Schedulers", VirtualTime.class.getClassLoader());

    /** Longer than a client's budget remembers its calls. */
    private static final Duration MEMORY = Duration.ofMinutes(1);

    /** Runs what waited in a thread of the same kind as without a test. */
    private final Scheduler scheduler = REACTOR ? new ReactorScheduler() : new DaemonScheduler();

    private final List<Duration> waits = new ArrayList<>();
    private Instant now = wholeSecond();
    private Duration passed = Duration.ZERO;

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public synchronized long start() {
        return passed.toMillis();
    }

    @Override
    public Duration elapsed(long start) {
        return Duration.ofMillis(start() - start);
    }

    @Override
    public void sleep(Duration delay, Future<?> wakeUp) {
        await(delay);
    }

    @Override
    public Future<?> schedule(Callable<?> task, Duration delay) {
        await(delay);
        return scheduler.schedule(task, Duration.ZERO);
    }

    private synchronized void await(Duration delay) {
        waits.add(delay);
        pass(delay);
    }

    synchronized void pass(Duration duration) {
        now = now.plus(duration);
        passed = passed.plus(duration);
    }

    synchronized List<Duration> waits() {
        return List.copyOf(waits);
    }

    /** Begins anew at the time of day, long after all that happened before. */
    synchronized void reset() {
        waits.clear();
        now = wholeSecond();
        passed = passed.plus(MEMORY);
    }

    /** Dates in headers have no fractions. */
    private static Instant wholeSecond() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }
}
