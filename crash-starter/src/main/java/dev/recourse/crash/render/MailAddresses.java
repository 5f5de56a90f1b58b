package dev.recourse.crash.render;

/** Finds the part of mail addresses that stands before the {@code @}. */
final class MailAddresses implements SecretFinder {

    private static final int LONGEST_LOCAL_PART = 64;

    private static final String LOCAL_MARKS = ".+-_%'!#$&*/=?^{|}~";

    @Override
    public void find(CharSequence text, Marks marks) {
        for (int i = 1; i < text.length(); i++) {
            if (text.charAt(i) == '@' && isDomain(text, i + 1)) {
                int start = localStart(text, i);
                if (start < i) {
                    marks.hide(start, i);
                }
            }
        }
    }

    private static int localStart(CharSequence text, int at) {
        int start = at;
        if (text.charAt(at - 1) == '"') {
            return quotedStart(text, at);
        }
        while (start > 0 && at - start < LONGEST_LOCAL_PART && isLocal(text.charAt(start - 1))) {
            start--;
        }
        // what is no letter at its start belongs to the text around it: a quote, an operator
        while (start < at && !Character.isLetterOrDigit(text.charAt(start))) {
            start++;
        }
        return start;
    }

    private static int quotedStart(CharSequence text, int at) {
        for (int start = at - 2; start >= 0 && at - start < LONGEST_LOCAL_PART; start--) {
            if (text.charAt(start) == '"') {
                return start;
            }
        }
        return at;
    }

    private static boolean isLocal(char c) {
        return Character.isLetterOrDigit(c) || LOCAL_MARKS.indexOf(c) >= 0;
    }

    /** Returns whether a domain begins here: two labels at least, the last of letters. */
    private static boolean isDomain(CharSequence text, int from) {
        int i = from;
        int label = from;
        boolean dot = false;
        while (i - from <= 255 && isDomainPart(text, i)) {
            if (text.charAt(i) == '.') {
                dot = true;
                label = i + 1;
            }
            i++;
        }
        return dot && i - label >= 2 && areLetters(text, label, i);
    }

    private static boolean isDomainPart(CharSequence text, int i) {
        char c = Chars.at(text, i);
        return Character.isLetterOrDigit(c)
                || c == '-'
                || (c == '.' && Character.isLetterOrDigit(Chars.at(text, i + 1)) && Chars.at(text, i - 1) != '@');
    }

    private static boolean areLetters(CharSequence text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!Character.isLetter(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
