package dev.recourse.retry.engine;

import java.time.Duration;

/**
 * A stopwatch that is started by reading a field, up to {@link #TICK_MILLIS} behind.
 *
 * <p>Every call starts it, for the one in many that fails. {@link System#nanoTime()} would cost about as much as a whole
 * call through a proxy does; so a daemon thread moves the field on, and ends when nothing has been called for a while.
 */
public final class TickingStopwatch implements Stopwatch {

    static final int TICK_MILLIS = 10;
    private static final int TICKS_WITHOUT_USE = 100;
    private static final long STOPPED = 0;

    private volatile long time = STOPPED;
    private volatile boolean used;

    @Override
    public long start() {
        long now = time;
        if (now == STOPPED) {
            return startTicking();
        }
        if (!used) {
            used = true;
        }
        return now;
    }

    @Override
    public Duration elapsed(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private synchronized long startTicking() {
        if (time == STOPPED) {
            used = true;
            time = read();
            // It outlives the call, and must not keep the inheritable thread locals of its thread.
            Thread ticker = new Thread(null, this::tick, "recourse-stopwatch", 0, false);
            ticker.setDaemon(true);
            ticker.setContextClassLoader(null);
            ticker.start();
        }
        return time;
    }

    private void tick() {
        try {
            while (used) {
                used = false;
                for (int i = 0; i < TICKS_WITHOUT_USE; i++) {
                    Thread.sleep(TICK_MILLIS);
                    time = read();
                }
            }
        } catch (InterruptedException ex) {
            // Somebody wants the thread to end; the next call starts another one.
        } finally {
            time = STOPPED;
        }
    }

    private static long read() {
        long now = System.nanoTime();
        return now == STOPPED ? 1 : now;
    }
}
