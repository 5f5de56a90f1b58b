package dev.recourse.crash.hook;

import dev.recourse.crash.send.ReportDelivery;
import dev.recourse.crash.time.Deadline;
import dev.recourse.crash.time.FixedTimes;
import java.util.function.LongSupplier;

/** What the end of the process, or of a context, waits for. */
final class ProcessEnd implements Runnable {

    private final HookSettings settings;

    private final PendingCrashes pending;

    private final CrashProcessor processor;

    private final CrashNotifications notifications;

    private final CrashDeduplicator repeats;

    private final ReportDelivery delivery;

    private final HeapReserve reserve;

    private final LongSupplier nanoTime;

    ProcessEnd(
            HookSettings settings,
            PendingCrashes pending,
            CrashProcessor processor,
            CrashNotifications notifications,
            CrashDeduplicator repeats,
            ReportDelivery delivery,
            HeapReserve reserve,
            LongSupplier nanoTime) {
        this.settings = settings;
        this.pending = pending;
        this.processor = processor;
        this.notifications = notifications;
        this.repeats = repeats;
        this.delivery = delivery;
        this.reserve = reserve;
        this.nanoTime = nanoTime;
    }

    /** Waits for what is being stored or sent, before a context takes back what sends it. */
    void awaitSent() {
        if (EndingThreads.isProcessEnding()) {
            EndingThreads.letOthersBegin();
            awaitAnswerIfCrashEnds();
        }
        Deadline all = budget();
        pending.await(PendingCrash::isStored, all);
        awaitSent(all);
    }

    /** Waits until people are told, and for their answer, where somebody is there who may give one. */
    void awaitAnswer() {
        if (notifications.isAttended()) {
            awaitTold();
            notifications.awaitAnswer(Deadline.after(settings.answerWait(), nanoTime));
        }
    }

    /** Waits until people are told of what has happened. */
    void awaitTold() {
        Deadline all = budget();
        pending.await(PendingCrash::isPrintedAndHandled, all);
        notifications.await(all);
    }

    private void awaitAnswerIfCrashEnds() {
        if (notifications.isAttended() && pending.anyRecent(PendingCrash::endsProcess)) {
            awaitAnswer();
        }
    }

    /** Waits for what is being printed, stored or sent, and told. */
    @Override
    public void run() {
        try {
            EndingThreads.letOthersBegin();
            finish();
        } catch (OutOfMemoryError ex) {
            // a crash of this thread would hold up the end once more
        }
    }

    /** As {@link #run}, where no thread is about to die. */
    void finish() {
        awaitAnswerIfCrashEnds();
        Deadline all = budget();
        pending.await(PendingCrash::isPrintedAndHandled, all);
        awaitSent(all);
        pending.unfinished().forEach(crash -> processor.settle(crash, false));
        notifications.await(all.atMost(FixedTimes.TELLING));
        if (repeats.hasPending()) {
            delivery.doOnlyThat(FixedTimes.COUNTING);
        }
        reserve.disarm();
    }

    private void awaitSent(Deadline all) {
        Deadline sending = all.atMost(settings.sendWait().plus(FixedTimes.NOTING));
        pending.await(crash -> !crash.isSending(), sending);
        try {
            notifications.awaitAnswered(sending);
            delivery.awaitIdle(sending);
        } catch (OutOfMemoryError ex) {
            // what the user wants is done by the next start, or is lost; the rest of the end goes on
        }
    }

    private Deadline budget() {
        return Deadline.after(settings.budget(), nanoTime);
    }
}
