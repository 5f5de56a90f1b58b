package dev.recourse.crash.hook;

import dev.recourse.crash.CrashReport.Source;
import dev.recourse.crash.capture.Crash;
import dev.recourse.crash.time.Deadline;
import dev.recourse.crash.time.FixedTimes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One crash on its way: whoever prints, stores or sends it says so here, and whoever waits for that waits here. */
public final class PendingCrash {

    private final LongSupplier nanoTime;

    private final CountDownLatch stored = new CountDownLatch(1);

    /** Whether it gets a report or is only counted. */
    private final CountDownLatch decided = new CountDownLatch(1);

    private final List<Thread> printing = new ArrayList<>(1);

    private final Source source;

    private volatile String id;

    /** Until it is stored: a crash keeps its throwable alive. */
    private volatile @Nullable Crash crash;

    private @Nullable Deadline printingEnds;

    private @Nullable String message;

    private volatile boolean handled;

    private boolean concernsPeople;

    private boolean told;

    private boolean sending;

    private boolean delivered;

    PendingCrash(Crash crash, LongSupplier nanoTime) {
        this.crash = crash;
        this.id = crash.id();
        this.source = crash.source();
        this.concernsPeople = source != Source.MANUAL;
        this.nanoTime = nanoTime;
    }

    /** Returns the id of its report, which is an earlier one's where it was only counted. */
    String id() {
        return id;
    }

    Source source() {
        return source;
    }

    @Nullable
    Crash crash() {
        return crash;
    }

    /** Notes that this thread prints it, or has somebody do so. */
    synchronized void printing(Thread thread) {
        printing.add(thread);
    }

    /** Notes that this thread has printed it. */
    synchronized void printed(Thread thread) {
        printing.remove(thread);
    }

    /** Returns whether nobody prints it any more, or has had time enough to do so. */
    synchronized boolean isPrinted() {
        return printing.isEmpty()
                || (printingEnds != null && printingEnds.isOver())
                || printing.stream().allMatch(EndingThreads::contain);
    }

    /** Returns whether whoever prints it ends the process. */
    synchronized boolean endsProcess() {
        return printing.stream().anyMatch(EndingThreads::isEndingProcess);
    }

    /** Waits until it is printed, which has a limit of its own from the moment in which it is stored. */
    void awaitPrinted() {
        while (!isPrinted()) {
            EndingThreads.lookAgain();
        }
    }

    /** Notes that it is as safe as it will be: in a file, counted, or lost. */
    synchronized void stored(String reportId) {
        if (isStored()) {
            return;
        }
        id = reportId;
        crash = null;
        decided.countDown();
        stored.countDown();
        // takes memory, which there may be none of
        printingEnds = Deadline.after(FixedTimes.PRINTING, nanoTime);
    }

    boolean isStored() {
        return stored.getCount() == 0;
    }

    /** Notes that the report thread is done with it: people are being told. */
    void handled() {
        handled = true;
    }

    /** Returns whether nothing is left to be printed or made of it. */
    boolean isPrintedAndHandled() {
        return handled && isPrinted();
    }

    /** Notes that it gets a report of its own. */
    void getsReport() {
        decided.countDown();
    }

    /** Waits until it is known whether it gets a report of its own. */
    boolean awaitDecided(Deadline deadline) {
        return await(decided, deadline);
    }

    /** Waits until it is stored. */
    boolean awaitStored(Deadline deadline) {
        return await(stored, deadline);
    }

    /** An interruption is kept for later. */
    private static boolean await(CountDownLatch latch, Deadline deadline) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return latch.await(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException ex) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Notes that it is being sent. */
    synchronized void sending() {
        sending = true;
    }

    synchronized boolean isSending() {
        return sending;
    }

    /** Notes what came of sending; returns false where that is known already. */
    synchronized boolean sent(boolean result) {
        boolean first = sending;
        sending = false;
        delivered |= first && result;
        return first;
    }

    synchronized boolean isDelivered() {
        return delivered;
    }

    /** Sets what happened, in words: from now on people can be told. */
    synchronized void message(String text) {
        message = text;
    }

    synchronized @Nullable String message() {
        return message;
    }

    /** Notes that people have to be told, whoever reported it. */
    synchronized void concernsPeople() {
        concernsPeople = true;
    }

    /** Returns whether people are to be told now: once, and not of a report by hand alone. */
    synchronized boolean beginTelling() {
        boolean now = !told && concernsPeople && message != null;
        told |= now;
        return now;
    }

    synchronized boolean isTold() {
        return told;
    }

    /** Returns whether nobody needs to wait for it any more. */
    boolean isDone() {
        return !isSending() && isPrintedAndHandled();
    }
}
