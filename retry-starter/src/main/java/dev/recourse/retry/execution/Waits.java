package dev.recourse.retry.execution;

import dev.recourse.retry.time.Scheduler;

/**
 * How calls wait without a thread.
 *
 * @param timer ends a wait
 * @param calls those that wait now
 * @param listeners are told of the calls
 */
record Waits(Scheduler timer, ScheduledRetryRegistry calls, RetryListeners listeners) {}
