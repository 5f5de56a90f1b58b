package dev.recourse.crash.desktop;

import dev.recourse.crash.CrashNotice;
import dev.recourse.crash.CrashNotifier;
import dev.recourse.crash.hook.AttendedNotifier;
import dev.recourse.crash.render.TimeLimiter;
import dev.recourse.crash.send.UserFeedback;
import dev.recourse.crash.show.ConsoleText;
import dev.recourse.crash.show.ReportPage;
import dev.recourse.crash.store.ReportDirectory;
import dev.recourse.crash.time.Deadline;
import dev.recourse.crash.time.FixedTimes;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Tells of a crash on the console and by a window, and closes the window in time where the process waits for nothing else. */
public final class DesktopNotifier implements AttendedNotifier {

    private final CrashNotifier console;

    private final PrintStream out;

    private final CrashWindows windows;

    private final ReportActions actions;

    private final Duration wait;

    private final LongSupplier nanoTime;

    private volatile @Nullable Deadline crashEnds;

    /**
     * Returns the notifier of this process.
     *
     * @param out for what the window cannot show
     */
    public static DesktopNotifier of(
            CrashNotifier console,
            PrintStream out,
            DesktopSettings settings,
            UserFeedback feedback,
            ReportDirectory directory,
            ReportPage page) {
        return of(console, out, settings, feedback, directory, page, new SystemPrograms());
    }

    static DesktopNotifier of(
            CrashNotifier console,
            PrintStream out,
            DesktopSettings settings,
            UserFeedback feedback,
            ReportDirectory directory,
            ReportPage page,
            DesktopPrograms programs) {
        ReportActions actions = new ReportActions(feedback, directory, page, settings, programs);
        CrashWindows windows = new SwingCrashWindows(() -> CrashTexts.of(settings), actions, settings.answerWait());
        return new DesktopNotifier(console, out, windows, actions, settings.answerWait(), System::nanoTime);
    }

    /**
     * Creates a notifier.
     *
     * @param wait longest time for which a process that would end stays for its window
     */
    DesktopNotifier(
            CrashNotifier console,
            PrintStream out,
            CrashWindows windows,
            ReportActions actions,
            Duration wait,
            LongSupplier nanoTime) {
        this.console = console;
        this.out = out;
        this.windows = windows;
        this.actions = actions;
        this.wait = wait;
        this.nanoTime = nanoTime;
    }

    @Override
    public void crashed(CrashNotice notice) {
        console.crashed(notice);
        crashEnds = Deadline.after(FixedTimes.SHOWING.plus(FixedTimes.ENDING), nanoTime);
        show(notice.id(), () -> windows.crashed(notice));
    }

    private void show(String id, EventThreadCall call) {
        boolean open = windows.isOpen();
        String problem = problem(call);
        if (problem != null) {
            say("no window shows report " + id + ": " + problem);
        }
        if (!open) {
            watch();
        }
    }

    /** Asks the user, where they are asked, about reports of processes that ended before they answered; waits for nothing. */
    public void askAboutEarlier(Instant start) {
        if (!actions.isAsking()) {
            return;
        }
        Thread thread = new Thread(
                () -> {
                    List<CrashNotice> earlier = actions.undecided(start);
                    if (!earlier.isEmpty()) {
                        show(earlier.get(0).id(), () -> windows.earlier(earlier));
                    }
                },
                "recourse-crash-ask");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void delivery(CrashNotice notice) {
        console.delivery(notice);
        windows.delivery(notice);
    }

    @Override
    public void awaitAnswer(Deadline deadline) {
        if (!windows.isOpen()) {
            return;
        }
        windows.ends();
        String problem = problem(windows::awaitEventThread);
        if (problem != null) {
            say("the window cannot be answered: " + problem);
            return;
        }
        while (windows.isOpen() && !deadline.isOver()) {
            pause();
        }
        close();
    }

    @Override
    public void awaitIdle(Deadline deadline) {
        actions.awaitIdle(deadline);
    }

    /** Looks, as long as the window is open, whether anything else runs. */
    private void watch() {
        Thread thread = new Thread(this::closeInTime, "recourse-crash-watch");
        thread.setDaemon(true);
        thread.start();
    }

    private void closeInTime() {
        Deadline end = null;
        while (windows.isOpen() && (end == null || !end.isOver())) {
            if (end == null && windows.isAllThatRuns()) {
                end = Deadline.after(crashEndsProcess() ? wait : Duration.ZERO, nanoTime);
                windows.ends();
            }
            pause();
        }
        if (windows.isOpen()) {
            close();
        }
    }

    /** Returns whether the end of everything else comes of a crash, which was a moment ago. */
    private boolean crashEndsProcess() {
        Deadline crash = crashEnds;
        return crash != null && !crash.isOver();
    }

    private void close() {
        String problem = problem(windows::close);
        if (problem != null) {
            say("the window cannot be closed: " + problem);
        }
    }

    /** Has something done by the event thread; returns why it was not, or null. */
    private static @Nullable String problem(EventThreadCall call) {
        try {
            return TimeLimiter.<@Nullable String>call(FixedTimes.SHOWING, () -> {
                call.run();
                return null;
            });
        } catch (TimeoutException ex) {
            return "the event thread does not answer";
        } catch (ExecutionException ex) {
            return String.valueOf(ex.getCause());
        }
    }

    private void say(String text) {
        out.println(ConsoleText.line("[crash] " + text));
    }

    private static void pause() {
        try {
            Thread.sleep(FixedTimes.WATCHING.toMillis());
        } catch (InterruptedException ex) {
            // nobody has a reason to
        }
    }

    private interface EventThreadCall {

        void run() throws Exception;
    }
}
