package dev.recourse.crash.capture;

import java.util.ArrayDeque;
import java.util.List;

/** Keeps the last lines of the log. */
public final class LogTail {

    private static final int LONGEST = 4096;

    private final ArrayDeque<String> lines = new ArrayDeque<>();

    private final int size;

    public LogTail(int size) {
        this.size = size;
    }

    /** Returns the lines, oldest first. */
    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    synchronized void add(String line) {
        if (lines.size() >= size) {
            lines.poll();
        }
        lines.add(line.length() <= LONGEST ? line : line.substring(0, LONGEST));
    }
}
