package dev.recourse.crash.locals;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Types whose values have not been rendered in time: they are left out for a while, longer each time. */
final class SlowTypes {

    private static final long FIRST = TimeUnit.SECONDS.toNanos(1);

    private static final int MOST_DOUBLINGS = 12;

    private static final ClassValue<Pause> PAUSES = new ClassValue<>() {

        @Override
        protected Pause computeValue(Class<?> type) {
            return new Pause();
        }
    };

    private SlowTypes() {}

    static boolean mayBeRead(Class<?> type) {
        Pause pause = PAUSES.get(type);
        return pause.times == 0 || System.nanoTime() - pause.end.get() >= 0;
    }

    static void add(Class<?> type) {
        Pause pause = PAUSES.get(type);
        int times = pause.times;
        pause.times = times + 1;
        pause.end.set(System.nanoTime() + (FIRST << Math.min(times, MOST_DOUBLINGS)));
    }

    private static final class Pause {

        private final AtomicLong end = new AtomicLong();

        private volatile int times;
    }
}
