package dev.recourse.crash.capture;

import dev.recourse.crash.CrashReport.CrashedThread;
import dev.recourse.crash.CrashReport.ThreadDump;
import dev.recourse.crash.render.Redactor;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ReflectionUtils;

/** Takes down what the threads are doing. */
final class ThreadCapture {

    private static final int MAX_THREADS = 200;

    private static final int MAX_FRAMES = 50;

    private static final int MAX_ALL_FRAMES = 3000;

    /** Of JDK 21; null before. */
    private static final @Nullable Method IS_VIRTUAL = ReflectionUtils.findMethod(Thread.class, "isVirtual");

    private final Redactor redactor;

    ThreadCapture(Redactor redactor) {
        this.redactor = redactor;
    }

    @SuppressWarnings("deprecation") // threadId() is of JDK 19
    CrashedThread crashed(Thread thread, Thread.State state) {
        boolean virtual = IS_VIRTUAL != null && Boolean.TRUE.equals(ReflectionUtils.invokeMethod(IS_VIRTUAL, thread));
        return new CrashedThread(redactor.text(thread.getName()), thread.getId(), state.name(), virtual);
    }

    List<ThreadDump> all(List<String> notes) {
        List<ThreadDump> dumps = new ArrayList<>();
        int frames = 0;
        Map<Thread, StackTraceElement[]> stacks = Thread.getAllStackTraces();
        for (Map.Entry<Thread, StackTraceElement[]> entry : stacks.entrySet()) {
            if (dumps.size() >= MAX_THREADS || frames >= MAX_ALL_FRAMES) {
                notes.add((stacks.size() - dumps.size()) + " of " + stacks.size() + " threads were left out");
                break;
            }
            Thread thread = entry.getKey();
            List<String> texts = new ArrayList<>();
            for (StackTraceElement element : entry.getValue()) {
                if (texts.size() < MAX_FRAMES) {
                    texts.add(element.toString());
                }
            }
            frames += texts.size();
            dumps.add(new ThreadDump(
                    redactor.text(thread.getName()), thread.getState().name(), texts));
        }
        return dumps;
    }

    List<String> deadlocks() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long[] ids = threads.findDeadlockedThreads();
        List<String> lines = new ArrayList<>();
        if (ids != null) {
            for (ThreadInfo info : threads.getThreadInfo(ids)) {
                if (info != null) {
                    lines.add(redactor.text(info.getThreadName() + " waits for " + info.getLockName() + ", held by "
                            + info.getLockOwnerName()));
                }
            }
        }
        return lines;
    }
}
