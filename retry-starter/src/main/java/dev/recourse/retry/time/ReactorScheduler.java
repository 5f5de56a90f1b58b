package dev.recourse.retry.time;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.Exceptions;
import reactor.core.scheduler.Schedulers;

/** Schedules on the timer of Reactor's own operators, whose time a test can move with {@code VirtualTimeScheduler}. */
public final class ReactorScheduler implements Scheduler {

    @Override
    public Future<?> schedule(Callable<?> task, Duration delay) {
        return new Scheduled(Schedulers.parallel()
                .schedule(() -> run(task), TimeUnit.NANOSECONDS.convert(delay), TimeUnit.NANOSECONDS));
    }

    private static void run(Callable<?> task) {
        try {
            task.call();
        } catch (Exception ex) {
            throw Exceptions.propagate(ex);
        }
    }

    private static final class Scheduled extends CompletableFuture<Void> {

        private final Disposable task;

        private Scheduled(Disposable task) {
            this.task = task;
        }

        /** Creates no {@code CancellationException}: each wait that is over is cancelled, and nobody would see it. */
        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            boolean first = !task.isDisposed();
            task.dispose();
            return first;
        }
    }
}
