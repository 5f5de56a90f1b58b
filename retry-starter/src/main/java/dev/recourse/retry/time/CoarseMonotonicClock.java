package dev.recourse.retry.time;

import java.time.Duration;

/**
 * Measures time at little cost where it is read very often.
 *
 * <p>Every call reads it, for the one in many that fails, and {@link System#nanoTime()} costs as much as a whole call
 * through a proxy: see {@code HappyPathBenchmark}. Above {@value #CALLS} calls in {@value #BUSY_MILLIS} ms, where that counts, a daemon thread keeps the
 * time in a field, up to {@value #TICK_MILLIS} ms behind. It ends after a second, and is started again if calls are
 * still that many.
 */
public final class CoarseMonotonicClock implements MonotonicClock {

    static final int CALLS = 1_000;
    static final int BUSY_MILLIS = 20;
    private static final int TICK_MILLIS = 10;
    private static final int TICKS = 100;
    private static final long STOPPED = 0;

    private volatile long time = STOPPED;
    private volatile boolean ticking;

    // Estimates: what threads lose of them by writing at the same time does no harm.
    private int calls;
    private long since;

    @Override
    public long start() {
        long now = time;
        return now == STOPPED ? readAndCount() : now;
    }

    @Override
    public Duration elapsed(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private long readAndCount() {
        long now = System.nanoTime();
        if (++calls >= CALLS) {
            if (now - since < BUSY_MILLIS * 1_000_000L) {
                startTicking();
            }
            calls = 0;
            since = now;
        }
        return now;
    }

    private synchronized void startTicking() {
        if (ticking) {
            return;
        }
        Thread ticker = DaemonThread.of(this::tick, "recourse-stopwatch");
        try {
            ticking = true;
            ticker.start();
        } catch (OutOfMemoryError ex) {
            // There is no thread to be had: the system's clock does it too.
            ticking = false;
        }
    }

    private void tick() {
        try {
            for (int i = 0; i < TICKS; i++) {
                time = System.nanoTime();
                Thread.sleep(TICK_MILLIS);
            }
        } catch (InterruptedException ex) {
            // Somebody wants the thread to end.
        } finally {
            time = STOPPED;
            ticking = false;
        }
    }
}
