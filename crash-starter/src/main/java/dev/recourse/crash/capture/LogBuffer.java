package dev.recourse.crash.capture;

import dev.recourse.crash.render.TextCut;
import java.util.ArrayDeque;
import java.util.List;

/** Keeps the last lines of the log. */
public final class LogBuffer {

    private static final int LONGEST = 4096;

    private final ArrayDeque<String> lines = new ArrayDeque<>();

    private final int size;

    public LogBuffer(int size) {
        this.size = size;
    }

    /** Returns the lines, oldest first. */
    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    synchronized void add(String line) {
        lines.add(TextCut.cut(line, LONGEST));
        if (lines.size() > size) {
            lines.poll();
        }
    }
}
