package dev.recourse.crash.render;

import java.util.Locale;

/**
 * Finds the user info of addresses, {@code scheme://user:password@host}, with any character in the password, and Oracle's
 * form {@code jdbc:oracle:thin:user/password@host}.
 */
final class UrlCredentials implements SecretFinder {

    private static final int LONGEST_WITH_BLANKS = 100;

    private static final int LONGEST_USER = 256;

    private static final int LONGEST_PORT = 5;

    private static final String ENDS_USER = "/?#@:\"'<>`()[]{}|\\,";

    @Override
    public void find(CharSequence text, Marks marks) {
        int i = 0;
        while (i < text.length() && userInfoStart(text, i) < 0) {
            i++;
        }
        if (i == text.length()) {
            return;
        }
        int[] nextAt = new int[text.length() + 1];
        int[] runEnd = new int[text.length() + 1];
        index(text, nextAt, runEnd);
        while (i < text.length()) {
            int start = userInfoStart(text, i);
            int end = start < 0 ? -1 : userInfoEnd(text, start, nextAt, runEnd);
            if (end > start) {
                marks.hide(start, end);
            }
            i = Math.max(i + 1, end);
        }
    }

    /** Fills in where the next {@code @} of the text is, and where the characters without a blank between them end. */
    private static void index(CharSequence text, int[] nextAt, int[] runEnd) {
        nextAt[text.length()] = text.length();
        runEnd[text.length()] = text.length();
        for (int i = text.length() - 1; i >= 0; i--) {
            nextAt[i] = text.charAt(i) == '@' ? i : nextAt[i + 1];
            runEnd[i] = Chars.isSpace(text.charAt(i)) ? i : runEnd[i + 1];
        }
    }

    /** Returns where user info may begin, if what stands in front of it ends here. */
    private static int userInfoStart(CharSequence text, int i) {
        char c = text.charAt(i);
        if (c != ':' && c != 'j') {
            return -1;
        }
        if (Chars.startsWith(text, i, "://") && Character.isLetterOrDigit(Chars.at(text, i - 1))) {
            return i + 3;
        }
        if (Chars.startsWith(text, i, "jdbc:oracle:")) {
            int driver = i + "jdbc:oracle:".length();
            while (Character.isLetterOrDigit(Chars.at(text, driver))) {
                driver++;
            }
            return Chars.at(text, driver) == ':' ? driver + 1 : -1;
        }
        return -1;
    }

    private static int userInfoEnd(CharSequence text, int start, int[] nextAt, int[] runEnd) {
        int i = start;
        while (i < text.length()
                && i - start < LONGEST_USER
                && ENDS_USER.indexOf(text.charAt(i)) < 0
                && !Chars.isSpace(text.charAt(i))) {
            i++;
        }
        char end = Chars.at(text, i);
        if (end == '@') {
            return i;
        }
        boolean oracle = end == '/' && i > start && Chars.at(text, start - 1) == ':';
        if ((end != ':' && !oracle) || (!oracle && isPort(text, i + 1))) {
            return -1;
        }
        return passwordEnd(text, i + 1, nextAt, runEnd);
    }

    private static int passwordEnd(CharSequence text, int from, int[] nextAt, int[] runEnd) {
        int at = nextAt[from];
        if (at >= runEnd[from]) {
            return isPasswordWithBlanks(text, from, at) ? at : -1;
        }
        // a password may have an @ of its own; one in the path or in the query behind the host is none of it
        int next = nextAt[at + 1];
        while (next < runEnd[from] && belongsToPassword(text, at + 1, next)) {
            at = next;
            next = nextAt[at + 1];
        }
        return at;
    }

    private static boolean belongsToPassword(CharSequence text, int from, int at) {
        for (int i = from; i < at; i++) {
            char c = text.charAt(i);
            if (c == '=' || c == '"' || c == '<' || Chars.startsWith(text, i, "://")) {
                return false;
            }
        }
        return Chars.at(text, at - 1) != '/';
    }

    private static boolean isPasswordWithBlanks(CharSequence text, int from, int at) {
        if (at == text.length() || at - from > LONGEST_WITH_BLANKS || !Chars.isWord(Chars.at(text, at + 1))) {
            return false;
        }
        String between = Chars.text(text, from, at).toLowerCase(Locale.ROOT);
        return !between.contains("://") && between.chars().noneMatch(c -> Chars.isLineEnd((char) c));
    }

    private static boolean isPort(CharSequence text, int from) {
        int i = from;
        while (Character.isDigit(Chars.at(text, i)) && i - from <= LONGEST_PORT) {
            i++;
        }
        char next = Chars.at(text, i);
        return i > from && i - from <= LONGEST_PORT && next != '@' && !Chars.isWord(next);
    }
}
