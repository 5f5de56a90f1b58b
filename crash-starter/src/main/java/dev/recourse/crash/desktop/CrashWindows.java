package dev.recourse.crash.desktop;

import dev.recourse.crash.CrashNotice;
import java.util.List;

/** The one window for all crashes. No type of AWT is in these signatures, so that who calls them loads none. */
interface CrashWindows {

    /**
     * Shows a crash, in the window that is open or in a new one; returns when it is there.
     *
     * @throws Exception any: where no window can be opened
     */
    void crashed(CrashNotice notice) throws Exception;

    /**
     * Shows crashes of earlier processes, unless a window is open; returns when they are there.
     *
     * @throws Exception any: where no window can be opened
     */
    void earlier(List<CrashNotice> notices) throws Exception;

    /** Shows what came of sending a report, if it is shown; waits for nothing. */
    void delivery(CrashNotice notice);

    /** Returns whether the window is open, or will be as soon as the event thread is free. */
    boolean isOpen();

    /** Returns whether the process would end, were it not for this window. */
    boolean isAllThatRuns();

    /** Says that the process ends with this window; waits for nothing. */
    void ends();

    /** Waits until the event thread has done what it was given before. */
    void awaitEventThread() throws Exception;

    /** Closes the window, as if the user had: what is written in it is kept. */
    void close() throws Exception;
}
