package dev.recourse.retry.engine;

/**
 * How calls wait without a thread.
 *
 * @param timer ends a wait
 * @param calls those that wait now
 * @param listeners are told of the calls
 */
record Waits(Timer timer, WaitingCalls calls, Listeners listeners) {}
