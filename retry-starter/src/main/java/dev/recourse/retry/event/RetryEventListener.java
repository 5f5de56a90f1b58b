package dev.recourse.retry.event;

import dev.recourse.retry.RetryEvent;

/** Receives events on the thread of the call. It must neither block nor call a client. */
@FunctionalInterface
public interface RetryEventListener {

    /** Returns whether it wants events at present; they are not even built where no listener does. */
    default boolean isListening() {
        return true;
    }

    /** Takes note of an event; what is thrown is logged and changes nothing. */
    void onEvent(RetryEvent event);
}
