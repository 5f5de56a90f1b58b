package dev.recourse.crash.hook;

import dev.recourse.crash.CrashNotice;
import dev.recourse.crash.CrashNotifier;
import dev.recourse.crash.CrashReport.Source;
import dev.recourse.crash.show.ConsoleText;
import dev.recourse.crash.time.Deadline;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/** Those who are told of a crash, each on a thread of its own: one who hangs or fails keeps nothing from the others. */
final class CrashNotifications {

    /** Calls that may wait for one who hangs. */
    private static final int MOST = 100;

    private static final Log logger = LogFactory.getLog(CrashNotifications.class);

    /** For what the hook itself has to say. */
    private final Told<PrintStream> console;

    private volatile List<Told<CrashNotifier>> notifiers = List.of();

    /** Those of them whom people answer. */
    private volatile List<AttendedNotifier> attended = List.of();

    private volatile List<Told<CrashListener>> listeners = List.of();

    CrashNotifications(PrintStream out) {
        console = Told.of(out);
    }

    synchronized void notifiers(List<CrashNotifier> current) {
        notifiers = replace(notifiers, current);
        attended = current.stream()
                .filter(AttendedNotifier.class::isInstance)
                .map(AttendedNotifier.class::cast)
                .toList();
    }

    synchronized void listeners(List<CrashListener> current) {
        listeners = replace(listeners, current);
    }

    /** Has people told of a crash, when it is printed. */
    void crashed(PendingCrash crash, CrashNotice notice) {
        notifiers.forEach(each -> each.call(notifier -> {
            crash.awaitPrinted();
            notifier.crashed(notice);
        }));
    }

    /** Has people told what came of sending; after they were told of the crash. */
    void delivery(CrashNotice notice) {
        notifiers.forEach(each -> each.call(notifier -> notifier.delivery(notice)));
    }

    /** Has the listeners told of a report. */
    void reported(Source source, boolean delivered) {
        listeners.forEach(each -> each.call(listener -> listener.reported(source, delivered)));
    }

    /** Has a line of the hook's own printed, when the crash is. */
    void say(PendingCrash crash, String text) {
        console.call(out -> {
            crash.awaitPrinted();
            out.println(ConsoleText.line("[crash] " + text));
        });
    }

    /** Returns whether there is one whom people answer; takes no memory. */
    boolean isAttended() {
        return !attended.isEmpty();
    }

    /** Waits for the answers of people to what they were told. */
    void awaitAnswer(Deadline deadline) {
        attended.forEach(each -> each.awaitAnswer(deadline));
    }

    /** Waits until what people have answered is handed on. */
    void awaitAnswered(Deadline deadline) {
        attended.forEach(each -> each.awaitIdle(deadline));
    }

    /** Waits until all are told. */
    void await(Deadline deadline) {
        console.thread().awaitIdle(deadline);
        notifiers.forEach(each -> each.thread().awaitIdle(deadline));
        listeners.forEach(each -> each.thread().awaitIdle(deadline));
    }

    /** Ends the threads. */
    void stop() {
        notifiers(List.of());
        listeners(List.of());
        console.thread().finish();
    }

    private static <T> List<Told<T>> replace(List<Told<T>> earlier, List<T> current) {
        List<Told<T>> told = new ArrayList<>();
        for (T who : current) {
            told.add(earlier.stream()
                    .filter(each -> each.who() == who)
                    .findFirst()
                    .orElseGet(() -> Told.of(who)));
        }
        earlier.stream()
                .filter(each -> !told.contains(each))
                .forEach(each -> each.thread().finish());
        return List.copyOf(told);
    }

    private record Told<T>(T who, WorkerThread thread, AtomicBoolean hangs) {

        static <T> Told<T> of(T who) {
            return new Told<>(who, WorkerThread.started("recourse-crash-tell", MOST), new AtomicBoolean());
        }

        void call(Consumer<T> call) {
            boolean accepted = thread.execute(() -> {
                try {
                    call.accept(who);
                } catch (Throwable ex) {
                    logger.warn(who.getClass().getName() + " failed to tell of a crash", ex);
                }
            });
            if (!accepted && hangs.compareAndSet(false, true)) {
                logger.warn(who.getClass().getName() + " hangs: " + MOST
                        + " calls wait for it, and it misses the crashes that come");
            }
        }
    }
}
