package dev.recourse.crash.desktop;

import dev.recourse.crash.CrashNotice;
import java.awt.EventQueue;
import java.awt.Window;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The window by Swing. Also after a crash of its own the event thread, or the next one, works on; nothing is done by the thread of a crash. */
final class SwingCrashWindows implements CrashWindows {

    private final Supplier<CrashTexts> texts;

    private final ReportActions actions;

    private final Duration wait;

    private final AtomicInteger coming = new AtomicInteger();

    private volatile @Nullable CrashWindow window;

    /**
     * Creates it.
     *
     * @param texts in the language of the moment
     * @param wait of a process that ends, for the user
     */
    SwingCrashWindows(Supplier<CrashTexts> texts, ReportActions actions, Duration wait) {
        this.texts = texts;
        this.actions = actions;
        this.wait = wait;
    }

    @Override
    public void crashed(CrashNotice notice) throws Exception {
        show(() -> {
            CrashWindow current = window;
            if (current == null || !current.isOpen()) {
                open(notice);
            } else {
                current.add(notice);
            }
        });
    }

    @Override
    public void earlier(List<CrashNotice> notices) throws Exception {
        show(() -> {
            CrashWindow current = window;
            if (current == null || !current.isOpen()) {
                open(notices.get(0)).earlier(notices.subList(1, notices.size()));
            }
        });
    }

    private void show(Runnable task) throws Exception {
        coming.incrementAndGet();
        invokeAndWait(() -> {
            try {
                task.run();
            } finally {
                coming.decrementAndGet();
            }
        });
    }

    private CrashWindow open(CrashNotice notice) {
        CrashWindow opened = new CrashWindow(texts.get(), actions, notice);
        window = opened;
        opened.open();
        return opened;
    }

    @Override
    public void delivery(CrashNotice notice) {
        later(current -> current.delivery(notice));
    }

    @Override
    public boolean isOpen() {
        CrashWindow current = window;
        return coming.get() > 0 || (current != null && current.isOpen());
    }

    @Override
    public void ends() {
        later(current -> current.ends(wait));
    }

    @Override
    public void awaitEventThread() throws Exception {
        invokeAndWait(() -> {});
    }

    @Override
    public void close() throws Exception {
        CrashWindow current = window;
        if (current != null) {
            invokeAndWait(current::close);
        }
    }

    /** Daemons end with the process; the threads of AWT do when no window is left. */
    @Override
    public boolean isAllThatRuns() {
        CrashWindow current = window;
        for (Window other : Window.getWindows()) {
            if (other.isDisplayable() && (current == null || !current.owns(other))) {
                return false;
            }
        }
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        Thread[] threads = new Thread[2 * group.activeCount() + 10];
        int count = group.enumerate(threads);
        for (int i = 0; i < count; i++) {
            if (keepsTheProcess(threads[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean keepsTheProcess(Thread thread) {
        String name = thread.getName();
        return thread.isAlive()
                && !thread.isDaemon()
                && !name.equals("DestroyJavaVM")
                && !name.startsWith("AWT-")
                && !name.startsWith("recourse-crash-");
    }

    private void later(Change change) {
        CrashWindow current = window;
        if (current != null) {
            EventQueue.invokeLater(() -> change.of(current));
        }
    }

    private static void invokeAndWait(Runnable task) throws Exception {
        try {
            EventQueue.invokeAndWait(task);
        } catch (InvocationTargetException ex) {
            throw ex.getCause() instanceof Exception cause ? cause : ex;
        }
    }

    private interface Change {

        void of(CrashWindow window);
    }
}
