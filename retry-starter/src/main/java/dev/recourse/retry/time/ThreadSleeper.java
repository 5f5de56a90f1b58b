package dev.recourse.retry.time;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sleeps in real time. */
public final class ThreadSleeper implements Sleeper {

    @Override
    public void sleep(Duration delay, Future<?> wakeUp) throws InterruptedException {
        try {
            wakeUp.get(TimeUnit.NANOSECONDS.convert(delay), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException ex) {
            // The delay has passed, or there is a reason to wake up: both end the sleep.
        }
    }
}
