package dev.recourse.crash.render;

/**
 * What stands between a name and its value.
 *
 * @param kind of it
 * @param value where the value begins
 * @param quoted whether the name stands in quotes or brackets of its own
 * @param colon whether it is a colon
 * @param spaced whether a blank stands before it
 * @param tight whether no blank stands behind it
 */
record Operator(Kind kind, int value, boolean quoted, boolean colon, boolean spaced, boolean tight) {

    private static final int LONGEST_INDEX = 40;

    private static final String FIRST = "=:-!+?~<>";

    enum Kind {
        /** {@code =}, {@code :}, {@code =>} and the like. */
        ASSIGNS,
        /** A bracket, as of a call. */
        OPENS,
        /** Only blanks. */
        BLANK,
        /** Nothing that parts a name from a value. */
        NONE
    }

    /** Reads what follows a name. */
    static Operator after(CharSequence text, int nameStart, int nameEnd) {
        int i = afterQuote(text, nameStart, nameEnd);
        boolean quoted = i > nameEnd;
        i = afterIndex(text, i);
        int blanks = Chars.skipBlanks(text, i);
        int escape = Chars.at(text, blanks) == '\\' ? blanks + 1 : blanks;
        int end = assignmentEnd(text, escape);
        if (end > escape) {
            int value = Chars.skipBlanks(text, end);
            boolean colon = text.charAt(end - 1) == ':';
            return new Operator(Kind.ASSIGNS, value, quoted, colon, blanks > i, value == end);
        }
        if (Chars.isOpening(Chars.at(text, blanks))) {
            return new Operator(Kind.OPENS, blanks, quoted, false, blanks > i, true);
        }
        return new Operator(blanks > i ? Kind.BLANK : Kind.NONE, blanks, quoted, false, blanks > i, true);
    }

    /** Returns where the quote or bracket ends that was opened right before the name. */
    private static int afterQuote(CharSequence text, int nameStart, int nameEnd) {
        char before = Chars.at(text, nameStart - 1);
        char after = Chars.at(text, nameEnd);
        int end = nameEnd;
        int start = nameStart - 1;
        if (before == ':' && Chars.at(text, start - 1) == '[') {
            start--;
            before = '[';
        }
        if (Chars.isQuote(before) && after == before) {
            end++;
            start--;
        }
        return Chars.at(text, start) == '[' && Chars.at(text, end) == ']' ? end + 1 : end;
    }

    /** Passes over an index, {@code [0]}, over {@code ()}, and over {@code "] } of a subscript. */
    static int afterIndex(CharSequence text, int from) {
        char c = Chars.at(text, from);
        if (c == '(' && Chars.at(text, from + 1) == ')') {
            return from + 2;
        }
        if (c != '[') {
            return from;
        }
        int i = from + 1;
        while (i - from < LONGEST_INDEX
                && (Chars.isName(Chars.at(text, i)) || Chars.isQuote(Chars.at(text, i)) || Chars.at(text, i) == ':')) {
            i++;
        }
        if (Chars.at(text, i) != ']') {
            return from;
        }
        int blanks = Chars.skipBlanks(text, i + 1);
        return assignmentEnd(text, blanks) > blanks ? i + 1 : from;
    }

    /** Returns where {@code =}, {@code ==}, {@code :=}, {@code =>}, {@code ->}, {@code :} or one of their like ends. */
    static int assignmentEnd(CharSequence text, int from) {
        char c = Chars.at(text, from);
        if (FIRST.indexOf(c) < 0 || c == Chars.NONE) {
            return from;
        }
        char next = Chars.at(text, from + 1);
        if (c == ':') {
            if (next == '=') {
                return from + 2;
            }
            if (next == ':') {
                // two of them part the names of C++ and Ruby, where no blank follows
                return Chars.isBlank(Chars.at(text, from + 2)) ? from + 2 : from;
            }
            return next == '/' && Chars.at(text, from + 2) == '/' ? from : from + 1;
        }
        if ((c == '-' && next == '>') || (c == '<' && next == '-')) {
            return from + 2;
        }
        int i = c != '=' && next == '=' ? from + 1 : from;
        if (Chars.at(text, i) != '=') {
            return from;
        }
        while (Chars.at(text, i) == '=') {
            i++;
        }
        return Chars.at(text, i) == '>' || Chars.at(text, i) == '~' ? i + 1 : i;
    }
}
