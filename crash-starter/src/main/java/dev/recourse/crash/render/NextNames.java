package dev.recourse.crash.render;

/** Tells where the next name of a record or of a line begins, which ends the value before it. */
final class NextNames {

    private static final int LONGEST_NAME = 64;

    private static final int SHORTEST_PARAMETER = 3;

    private final CharSequence text;

    NextNames(CharSequence text) {
        this.text = text;
    }

    boolean inRecord(int i, char c, Operator operator) {
        if (Chars.isLineEnd(c)) {
            int next = Chars.skipSpace(text, i);
            return Chars.isClosing(Chars.at(text, next)) || isName(next, operator);
        }
        if (c == ',' || c == ';') {
            int next = Chars.skipSpace(text, i + 1);
            boolean compact = next == i + 1 && !operator.colon() && !Chars.isQuote(Chars.at(text, next));
            return !compact && isName(next, operator);
        }
        // as Go writes a map
        return Chars.isBlank(c)
                && operator.colon()
                && operator.tight()
                && !operator.quoted()
                && isName(i + 1, operator);
    }

    boolean inLine(int i, char c, Operator operator) {
        if ((c == ',' || c == ';') && Chars.isBlank(Chars.at(text, i + 1))) {
            return isName(Chars.skipBlanks(text, i + 1), operator);
        }
        if (c == '&' || c == ';') {
            // a form, a connection string; what is shorter may as well be a part of a password
            int end = nameEnd(i + 1);
            return end - i > SHORTEST_PARAMETER && Character.isLetter(firstLetter(i + 1)) && Chars.at(text, end) == '=';
        }
        return Chars.isBlank(c) && isTightName(i + 1, operator);
    }

    boolean inHeaders(int comma) {
        int next = Chars.skipBlanks(text, comma + 1);
        char first = Chars.at(text, next);
        if (Chars.isQuote(first)) {
            return isName(next, new Operator(Operator.Kind.ASSIGNS, 0, true, true, false, false));
        }
        int end = nameEnd(next);
        return Character.isUpperCase(first) && Operator.assignmentEnd(text, end) > end;
    }

    /** Returns whether a name with its operator begins here. */
    private boolean isName(int from, Operator operator) {
        char first = Chars.at(text, from);
        int start = Chars.isQuote(first) || first == ':' || first == '[' ? from + 1 : from;
        int end = nameEnd(start);
        if (end == start || !Character.isLetter(firstLetter(start))) {
            return false;
        }
        boolean quoted = start > from && Chars.at(text, end) == (first == '[' ? ']' : first);
        int after = Chars.skipBlanks(text, Math.min(text.length(), quoted ? end + 1 : end));
        int assigned = Operator.assignmentEnd(text, after);
        return assigned > after && (quoted || operator.colon() || text.charAt(assigned - 1) != ':');
    }

    private boolean isTightName(int from, Operator operator) {
        int end = nameEnd(from);
        boolean name = end > from && Character.isLetter(firstLetter(from));
        end = name ? Operator.afterIndex(text, end) : end;
        int assigned = name ? Operator.assignmentEnd(text, end) : end;
        if (name && assigned > end) {
            return text.charAt(assigned - 1) != ':' || operator.colon();
        }
        return name && operator.spaced() && isName(from, operator) && Chars.isBlank(Chars.at(text, end));
    }

    private char firstLetter(int from) {
        int i = from;
        while (Chars.at(text, i) == '-' || Chars.at(text, i) == '_' || Chars.at(text, i) == '$') {
            i++;
        }
        return Chars.at(text, i);
    }

    /** Returns the end of a name, which is looked at no further than names are long. */
    int nameEnd(int from) {
        int i = from;
        while (i - from < LONGEST_NAME && Chars.isName(Chars.at(text, i))) {
            i++;
        }
        return i;
    }
}
