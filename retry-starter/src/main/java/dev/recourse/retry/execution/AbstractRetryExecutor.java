package dev.recourse.retry.execution;

/** What all calls of one kind share. */
abstract class AbstractRetryExecutor {

    private final ScheduledRetryRegistry registry;
    private final RetryListeners listeners;

    AbstractRetryExecutor(ScheduledRetryRegistry registry, RetryListeners listeners) {
        this.registry = registry;
        this.listeners = listeners;
    }

    /** Returns where a waiting call is registered. */
    ScheduledRetryRegistry registry() {
        return registry;
    }

    /** Returns who is told of the calls. */
    RetryListeners listeners() {
        return listeners;
    }
}
