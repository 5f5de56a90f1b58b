package dev.recourse.crash.render;

import java.util.Locale;

/** Finds the content of a part of a form (RFC 7578), which stands below its headers. */
final class FormParts {

    private static final int LONGEST_HEADERS = 200;

    private FormParts() {}

    /** Returns where the content begins of the part whose name was told between these places, or -1 if this is no form. */
    static int start(CharSequence text, int label, int from) {
        String header = Chars.text(text, Math.max(0, label - LONGEST_HEADERS / 2), label);
        if (!header.toLowerCase(Locale.ROOT).contains("form-data")) {
            return -1;
        }
        for (int i = from; i < Math.min(text.length(), from + LONGEST_HEADERS); i++) {
            if (text.charAt(i) == '\n') {
                int line = Chars.at(text, i + 1) == '\r' ? i + 2 : i + 1;
                if (Chars.at(text, line) == '\n') {
                    return line + 1;
                }
            }
        }
        return -1;
    }

    /** Returns where the line of the boundary begins. */
    static int end(CharSequence text, int from) {
        int i = from;
        while (i < text.length() && !(text.charAt(i) == '\n' && Chars.startsWith(text, i + 1, "--"))) {
            i++;
        }
        return i;
    }
}
