package dev.recourse.retry.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;

/** Time that passes only in pauses, and where a test says so. */
public final class VirtualTime implements MonotonicClock, InstantSource, Sleeper {

    public static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

    private final List<Duration> pauses = new ArrayList<>();
    private Instant now = BEGINNING;

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public long start() {
        return now.toEpochMilli();
    }

    @Override
    public Duration elapsed(long start) {
        return Duration.ofMillis(now.toEpochMilli() - start);
    }

    @Override
    public void sleep(Duration delay, Future<?> wakeUp) {
        pauses.add(delay);
        pass(delay);
    }

    public void pass(Duration duration) {
        now = now.plus(duration);
    }

    public List<Duration> pauses() {
        return pauses;
    }
}
