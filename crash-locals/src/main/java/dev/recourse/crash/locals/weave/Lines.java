package dev.recourse.crash.locals.weave;

import java.util.BitSet;

/** Source lines, written as {@code 12-14,17}. */
final class Lines {

    private final BitSet lines = new BitSet();

    /** Adds a line; a negative one is unknown. */
    void add(int line) {
        if (line >= 0) {
            lines.set(line);
        }
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    boolean contains(int line) {
        return line >= 0 && lines.get(line);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int first = lines.nextSetBit(0); first >= 0; ) {
            int end = lines.nextClearBit(first);
            text.append(text.isEmpty() ? "" : ",").append(first);
            if (end - first > 1) {
                text.append('-').append(end - 1);
            }
            first = lines.nextSetBit(end);
        }
        return text.toString();
    }
}
