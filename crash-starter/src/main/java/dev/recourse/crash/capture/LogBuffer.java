package dev.recourse.crash.capture;

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
        lines.add(line.length() <= LONGEST ? line : line.substring(0, LONGEST));
        if (lines.size() > size) {
            lines.poll();
        }
    }
}
