package dev.recourse.crash.render;

/**
 * Finds where a secret ends: where its notation ends it, by a quote, a balanced bracket, the next name, the end of the line;
 * never at a mark that it may contain.
 */
final class ValueEnds {

    /** What languages write before the quote of a literal. */
    private static final String LITERALS = "bBuUrRfFnNeExXlL";

    private static final int LONGEST_CALL = 1024;

    private final CharSequence text;

    private final NextNames next;

    ValueEnds(CharSequence text) {
        this.text = text;
        this.next = new NextNames(text);
    }

    /** Returns the end of the value that begins here. */
    int end(int start, Notation notation) {
        int quote = literalPrefixEnd(start);
        if (Chars.isQuote(Chars.at(text, quote))) {
            return quoted(quote, text.length());
        }
        int group = start;
        if (Chars.isOpening(Chars.at(text, start))) {
            group = group(start, text.length());
        } else {
            int name = next.nameEnd(start);
            if (name > start && Chars.isOpening(Chars.at(text, name))) {
                int end = group(name, Math.min(text.length(), name + LONGEST_CALL));
                group = Chars.isClosing(text.charAt(end - 1)) ? end : start;
            }
        }
        return group > start && endsAfterGroup(group) ? group : unquoted(group, notation);
    }

    /** Returns the end of a bracket with all that is in it, or the limit. */
    int group(int start, int limit) {
        char opening = text.charAt(start);
        char closing = Chars.closing(opening);
        int depth = 0;
        int i = start;
        while (i < limit) {
            char c = text.charAt(i);
            if ((c == '"' || c == '\'') && !Chars.isWord(Chars.at(text, i - 1))) {
                i = quoted(i, limit);
                continue;
            }
            depth += c == opening ? 1 : c == closing ? -1 : 0;
            i++;
            if (depth == 0) {
                return i;
            }
        }
        return limit;
    }

    /**
     * Returns the end of a text in quotes, behind the closing one: that is not escaped, not doubled, and no apostrophe
     * within a word.
     */
    int quoted(int start, int limit) {
        char quote = text.charAt(start);
        int i = start + 1;
        while (i < limit) {
            char c = text.charAt(i);
            if (c == '\\') {
                i += 2;
            } else if (c != quote) {
                i++;
            } else if (Chars.at(text, i + 1) == quote && i > start + 1) {
                i += 2;
            } else if (Chars.isWord(Chars.at(text, i + 1)) && i > start + 1) {
                i++;
            } else {
                return i + 1;
            }
        }
        return limit;
    }

    /** Returns the end of one word of a command line or of a sentence. */
    int word(int start) {
        int i = start;
        while (i < text.length() && !Chars.isSpace(text.charAt(i)) && !isClosingMark(i)) {
            i++;
        }
        while (i > start && ",;:.!?".indexOf(text.charAt(i - 1)) >= 0) {
            i--;
        }
        return i;
    }

    private int unquoted(int start, Notation notation) {
        int depth = 0;
        char opening = opening(notation.closing());
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean ends = endsAnywhere(i, c, notation)
                    || switch (notation.kind()) {
                        case QUERY -> Chars.isSpace(c) || "&\"<>`".indexOf(c) >= 0 || (c == '\'' && isClosingMark(i));
                        case WORD ->
                            Chars.isSpace(c)
                                    || (isClosingMark(i) && (!Chars.isClosing(c) || c == notation.closing()))
                                    || (c == ',' && Chars.isSpace(Chars.at(text, i + 1)));
                        case HEADER -> c == ',' && notation.closing() != Chars.NONE && next.inHeaders(i);
                        case RECORD -> next.inRecord(i, c, notation.operator());
                        case LINE -> next.inLine(i, c, notation.operator());
                    };
            if (!ends && notation.kind() != Notation.Kind.WORD && c == notation.closing()) {
                ends = depth == 0 && !Chars.isWord(Chars.at(text, i + 1));
                depth -= depth > 0 ? 1 : 0;
            }
            if (ends) {
                return trimmed(start, i);
            }
            depth += c == opening && c != Chars.NONE ? 1 : 0;
        }
        return text.length();
    }

    private boolean endsAnywhere(int i, char c, Notation notation) {
        if (Chars.isLineEnd(c)) {
            return notation.kind() != Notation.Kind.RECORD && Chars.at(text, i - 1) != '\\';
        }
        return c == notation.quote() && isClosingMark(i) && Chars.at(text, i - 1) != '\\';
    }

    /** Returns whether a quote or bracket closes something: no word goes on behind it. */
    private boolean isClosingMark(int i) {
        char c = text.charAt(i);
        return (Chars.isQuote(c) || Chars.isClosing(c) || c == '>') && !Chars.isWord(Chars.at(text, i + 1));
    }

    /** Passes over what stands before the quote of a literal: {@code b'}, {@code N'}, {@code string(14) "}, {@code (string) "}. */
    private int literalPrefixEnd(int start) {
        int i = start;
        if (Chars.at(text, i) == '@' || Chars.at(text, i) == '&' || Chars.at(text, i) == '$') {
            i++;
        }
        int name = next.nameEnd(i);
        if (Chars.isQuote(Chars.at(text, name))
                && (name == i || (name - i <= 2 && LITERALS.indexOf(text.charAt(i)) >= 0))) {
            return name;
        }
        if (Chars.startsWith(text, i, "string(")) {
            int end = i + "string(".length();
            while (Character.isDigit(Chars.at(text, end))) {
                end++;
            }
            int quote = Chars.skipBlanks(text, end + 1);
            return Chars.at(text, end) == ')' && Chars.isQuote(Chars.at(text, quote)) ? quote : start;
        }
        return start;
    }

    private boolean endsAfterGroup(int end) {
        char c = Chars.at(text, end);
        return !Chars.isName(c) && !Chars.isOpening(c) && "*+/@#%!".indexOf(c) < 0;
    }

    private static char opening(char closing) {
        return switch (closing) {
            case ')' -> '(';
            case ']' -> '[';
            case '}' -> '{';
            default -> Chars.NONE;
        };
    }

    private int trimmed(int start, int end) {
        int i = end;
        while (i > start && Chars.isSpace(text.charAt(i - 1))) {
            i--;
        }
        return i;
    }
}
