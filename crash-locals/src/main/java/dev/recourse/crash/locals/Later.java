package dev.recourse.crash.locals;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs tasks a tenth of a second later, on a thread that ends when there are none. */
final class Later {

    private static final long MILLISECONDS = 100;

    private static final long IDLE_SECONDS = 10;

    private static final ScheduledThreadPoolExecutor THREAD = new ScheduledThreadPoolExecutor(
            1, task -> OwnThread.of(task, run -> new OwnThread(run, "recourse-crash-locals-gates")));

    static {
        THREAD.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        THREAD.allowCoreThreadTimeOut(true);
    }

    private Later() {}

    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it
    static void run(Runnable task) {
        THREAD.schedule(task, MILLISECONDS, TimeUnit.MILLISECONDS);
    }
}
