package dev.recourse.retry.execution;

import org.springframework.util.ClassUtils;
import reactor.core.scheduler.Schedulers;

/** Detects threads of Reactor, which must not be blocked. */
final class NonBlockingThread {

    private static final boolean PRESENT =
            ClassUtils.isPresent("reactor.core.scheduler.Schedulers", NonBlockingThread.class.getClassLoader());

    private NonBlockingThread() {}

    static boolean isCurrent() {
        return PRESENT && Schedulers.isInNonBlockingThread();
    }
}
