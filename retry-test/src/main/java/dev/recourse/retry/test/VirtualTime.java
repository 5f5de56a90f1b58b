package dev.recourse.retry.test;

import dev.recourse.retry.engine.Pause;
import dev.recourse.retry.engine.Stopwatch;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Time that passes when somebody would wait, and remembers how long. */
final class VirtualTime implements Stopwatch, InstantSource, Pause {

    private final List<Duration> waits = new ArrayList<>();
    private Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public long start() {
        return instant().toEpochMilli();
    }

    @Override
    public Duration elapsed(long start) {
        return Duration.ofMillis(start() - start);
    }

    @Override
    public synchronized boolean pause(Duration delay) {
        waits.add(delay);
        pass(delay);
        return true;
    }

    synchronized void pass(Duration duration) {
        now = now.plus(duration);
    }

    synchronized List<Duration> waits() {
        return List.copyOf(waits);
    }

    synchronized void forget() {
        waits.clear();
    }
}
