package dev.recourse.crash.time;

import java.time.Duration;

/** Times of the hook that no setting changes; the table in this package's description says who waits for whom. */
public final class FixedTimes {

    /** Longest wait for the trace, or for the handler that prints it, once a report is stored: a console that is not read may hold it up. */
    public static final Duration PRINTING = Duration.ofSeconds(3);

    /** Longest wait of somebody who logs a crash's exception to Sentry until it is known whether the crash gets a report: else there would be two events. */
    public static final Duration DECIDING = Duration.ofSeconds(1);

    /** Longest time that drawing a page may take: a page can be drawn later, from the report. */
    public static final Duration DRAWING = Duration.ofSeconds(1);

    /** Longest wait for notifiers and listeners when the process ends: they may hang, and the report is safe. */
    public static final Duration TELLING = Duration.ofSeconds(2);

    /** Longest wait for the event thread to open the window or to close it: it may hang, and the console is there. */
    public static final Duration SHOWING = Duration.ofSeconds(5);

    /** Time after the window opens in which the end of the last thread counts as the crash's: later the user has closed the application. */
    public static final Duration ENDING = Duration.ofSeconds(5);

    /** Time between two looks at an open window, and at whether anything else runs: soon enough for somebody who waits for the end. */
    public static final Duration WATCHING = Duration.ofMillis(200);

    /** Longest wait for the repeats of a crash to be written down when the process ends: they are worth less than its end. */
    public static final Duration COUNTING = Duration.ofSeconds(1);

    /** Time that a sender gets beyond its own limit, to note that there was no answer. */
    public static final Duration NOTING = Duration.ofMillis(250);

    /** Longest wait for a thread of the hook that was told to end: it is a daemon. */
    public static final Duration STOPPING = Duration.ofSeconds(1);

    /** Time between two looks at what nobody signals: whether a thread has died or is ending the process. */
    public static final Duration LOOKING = Duration.ofMillis(10);

    /** Time for a thread to begin its crash that lets the process end by its last act: in its {@code finally}, say, before its handler is called. */
    public static final Duration BEGINNING = Duration.ofMillis(20);

    private FixedTimes() {}
}
