package dev.recourse.crash.render;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Knows in which brackets and tags a place of a text is, and what was said there of names and values. */
final class Nesting {

    private static final int DEEPEST = 1000;

    private static final int MOST_MEMBERS = 8;

    private final Deque<Level> levels = new ArrayDeque<>();

    private final int[] open = new int[128];

    Nesting() {
        levels.push(new Level(Chars.NONE, false));
    }

    /** One pair of brackets, or the text around all of them. */
    static final class Level {

        /** The bracket that closes it; none around all brackets. */
        final char closing;

        /** Whether it is the record, or the element, of a type that is the name of a secret. */
        final boolean ofSecret;

        /** Whether a name in it, without a value of its own, is one of a secret: a list of columns. */
        boolean secretColumn;

        /** Members that are private if this is a key. */
        private final Deque<Member> members = new ArrayDeque<>(1);

        private boolean key;

        private boolean namesSecret;

        private boolean answered;

        private int labelAt = -1;

        /** Where a value began of which the name may follow, or -1. */
        private int valueAt = -1;

        Level(char closing, boolean ofSecret) {
            this.closing = closing;
            this.ofSecret = ofSecret;
        }

        /** Notes a name that was told: by {@code name=...}, {@code on field '...'}. */
        void named(boolean secret, int at) {
            namesSecret = secret || (namesSecret && !answered);
            answered = false;
            labelAt = at;
        }

        /** Returns whether a value here is the one of a secret that was named before, not too far away. */
        boolean expectsSecret(int at, int farthest) {
            return ofSecret || (namesSecret && at - labelAt <= farthest);
        }

        /** Returns where the name was told last. */
        int labelAt() {
            return labelAt;
        }

        /** Notes a value, whose name may follow if it was not told right before. */
        void valued(int at, boolean claimed) {
            answered = true;
            valueAt = claimed ? -1 : at;
        }

        /** Returns where the value began whose name has been told only now, or -1. */
        int takeValue(int at, int farthest) {
            int start = valueAt >= 0 && at - valueAt <= farthest ? valueAt : -1;
            valueAt = -1;
            return start;
        }

        /** Notes that this is a cryptographic key; returns the members before that may be private. */
        List<Member> beginKey() {
            key = true;
            List<Member> before = List.copyOf(members);
            members.clear();
            return before;
        }

        boolean isKey() {
            return key;
        }

        /** Notes a member that is private if this turns out to be a key; of many the last ones. */
        void mayBeOfKey(Member member) {
            members.add(member);
            if (members.size() > MOST_MEMBERS) {
                members.remove();
            }
        }
    }

    /**
     * A member of a record.
     *
     * @param value where its value begins
     * @param notation of it
     */
    record Member(int value, Notation notation) {}

    Level current() {
        return levels.element();
    }

    /** Returns the innermost levels, the current one first. */
    List<Level> innermost(int count) {
        return levels.stream().limit(count).toList();
    }

    boolean isTop() {
        return levels.size() == 1;
    }

    void open(char closing, boolean ofSecret) {
        if (levels.size() < DEEPEST) {
            levels.push(new Level(closing, ofSecret));
            open[closing]++;
        }
    }

    /** Closes the innermost level that this bracket closes, with all in it; returns it, or the current one if there is none. */
    Level close(char closing) {
        while (open[closing] > 0) {
            Level closed = levels.pop();
            open[closed.closing]--;
            if (closed.closing == closing) {
                return closed;
            }
        }
        return current();
    }
}
