package dev.recourse.crash.render;

/** Reads characters of a text, also where it has none: there it reads {@code '\0'}. */
final class Chars {

    static final char NONE = '\0';

    private Chars() {}

    static char at(CharSequence text, int index) {
        return index >= 0 && index < text.length() ? text.charAt(index) : NONE;
    }

    static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    /** Returns whether a name may have this character: of a variable, property, header or option. */
    static boolean isName(char c) {
        return isWord(c) || c == '-' || c == '.' || c == '$';
    }

    static boolean isQuote(char c) {
        return c == '"' || c == '\'' || c == '`';
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\u00a0';
    }

    static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }

    static boolean isSpace(char c) {
        return isBlank(c) || isLineEnd(c);
    }

    static boolean isOpening(char c) {
        return c == '(' || c == '[' || c == '{';
    }

    static boolean isClosing(char c) {
        return c == ')' || c == ']' || c == '}';
    }

    static char closing(char opening) {
        return switch (opening) {
            case '(' -> ')';
            case '[' -> ']';
            case '{' -> '}';
            default -> NONE;
        };
    }

    static int skipBlanks(CharSequence text, int from) {
        int i = from;
        while (isBlank(at(text, i))) {
            i++;
        }
        return i;
    }

    static int skipSpace(CharSequence text, int from) {
        int i = from;
        while (isSpace(at(text, i))) {
            i++;
        }
        return i;
    }

    static int nameEnd(CharSequence text, int from) {
        int i = from;
        while (isName(at(text, i))) {
            i++;
        }
        return i;
    }

    static int lineEnd(CharSequence text, int from) {
        int i = from;
        while (i < text.length() && !isLineEnd(text.charAt(i))) {
            i++;
        }
        return i;
    }

    static boolean startsWith(CharSequence text, int at, String literal) {
        if (at < 0 || at + literal.length() > text.length()) {
            return false;
        }
        for (int i = 0; i < literal.length(); i++) {
            if (Character.toLowerCase(text.charAt(at + i)) != Character.toLowerCase(literal.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Returns what stands between two places, as far as there is text. */
    static String text(CharSequence text, int from, int to) {
        int end = Math.min(text.length(), to);
        return from >= end ? "" : text.subSequence(Math.max(0, from), end).toString();
    }
}
