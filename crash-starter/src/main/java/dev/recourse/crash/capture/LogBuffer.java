package dev.recourse.crash.capture;

import dev.recourse.crash.render.TextCut;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/** Keeps the last lines of the log. */
public final class LogBuffer {

    private static final int LONGEST = 4096;

    private final ArrayDeque<String> lines = new ArrayDeque<>();

    private final int size;

    public LogBuffer(int size) {
        this.size = size;
    }

    /** Lets the library that does the logging add to this buffer, if it is Logback or Log4j2. */
    public void attach() {
        if (size == 0) {
            return;
        }
        ClassLoader loader = LogBuffer.class.getClassLoader();
        if (ClassUtils.isPresent("ch.qos.logback.classic.LoggerContext", loader)) {
            LogBufferAppender.attach(this);
        }
        if (ClassUtils.isPresent("org.apache.logging.log4j.core.LoggerContext", loader)) {
            Log4jBufferAppender.attach(this);
        }
    }

    /** Returns the lines, oldest first. */
    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /**
     * Adds a line.
     *
     * @param thrown type and message of the exception, if any
     */
    void add(Instant time, Object level, String thread, String logger, String message, @Nullable String thrown) {
        String line = time + " " + level + " [" + thread + "] " + logger + " : " + message
                + (thrown == null ? "" : " | " + thrown);
        add(TextCut.cut(line, LONGEST));
    }

    private synchronized void add(String line) {
        lines.add(line);
        if (lines.size() > size) {
            lines.poll();
        }
    }
}
