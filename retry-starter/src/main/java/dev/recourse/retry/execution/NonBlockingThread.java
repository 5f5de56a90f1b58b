package dev.recourse.retry.execution;

import org.springframework.util.ClassUtils;
import reactor.core.scheduler.Schedulers;

/** Knows the threads of Reactor, each of which serves many calls and must not be held up by one. */
final class NonBlockingThread {

    private static final boolean PRESENT =
            ClassUtils.isPresent("reactor.core.scheduler.Schedulers", NonBlockingThread.class.getClassLoader());

    private NonBlockingThread() {}

    static boolean isCurrent() {
        return PRESENT && Schedulers.isInNonBlockingThread();
    }
}
