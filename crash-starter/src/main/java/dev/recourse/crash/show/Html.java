package dev.recourse.crash.show;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes HTML in which a value can be nothing but text. */
final class Html {

    /** What may stand in a start tag; a value that does harm there does not have this form. */
    private static final Pattern START = Pattern.compile("[a-z][a-z0-9]*(?: [a-z-]+(?:=\"[\\w ./#?=-]*\")?)*");

    /** Longer texts are folded, so that one of them does not bury the page. */
    private static final int LONG = 2000;

    private static final char REPLACEMENT = '\uFFFD';

    private final StringBuilder out = new StringBuilder(16_384);

    private final Set<String> checked = new HashSet<>();

    /** Writes an element with what the content writes. */
    Html in(String start, Runnable content) {
        empty(start);
        content.run();
        int blank = start.indexOf(' ');
        out.append("</").append(start, 0, blank < 0 ? start.length() : blank).append('>');
        return this;
    }

    /** Writes an element with a text. */
    Html in(String start, String text) {
        return in(start, () -> text(text));
    }

    /** Writes an element without an end tag. */
    Html empty(String start) {
        if (!checked.contains(start)) {
            if (!START.matcher(start).matches()) {
                throw new IllegalArgumentException("Not a start tag: " + start);
            }
            checked.add(start);
        }
        out.append('<').append(start).append('>');
        return this;
    }

    /** Writes a text; what would be invisible, or would change the order of what is around it, is written by its number. */
    Html text(String text) {
        return text(text, 0, text.length());
    }

    /** Writes a name of code, which a narrow page may break behind a dot and before a capital. */
    Html name(String name) {
        int from = 0;
        for (int i = 1; i < name.length(); i++) {
            boolean capital = Character.isUpperCase(name.charAt(i)) && !Character.isUpperCase(name.charAt(i - 1));
            if (name.charAt(i - 1) == '.' || capital) {
                text(name, from, i).empty("wbr");
                from = i;
            }
        }
        return text(name, from, name.length());
    }

    /** Writes an element with a text of any length, of which only the start is unfolded. */
    Html value(String start, String text) {
        if (text.length() <= LONG) {
            return in(start, text);
        }
        int end = Character.isHighSurrogate(text.charAt(LONG - 1)) ? LONG - 1 : LONG;
        return in(start, () -> {
            text(text, 0, end);
            in("details class=\"rest\"", () -> {
                in("summary class=\"cut\"", String.format(Locale.ROOT, "%,d more characters", text.length() - end));
                text(text, end, text.length());
            });
        });
    }

    /** Returns a text in which nothing is markup; for a title, which can have no elements in it. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(each -> {
            if (isInvisible(each)) {
                escaped.append(REPLACEMENT);
            } else {
                append(escaped, each);
            }
        });
        return escaped.toString();
    }

    private Html text(String text, int from, int to) {
        int codePoint;
        for (int i = from; i < to; i += Character.charCount(codePoint)) {
            codePoint = text.codePointAt(i);
            if (codePoint == '\r' && i + 1 < to && text.charAt(i + 1) == '\n') {
                continue;
            }
            if (isInvisible(codePoint)) {
                out.append("<i>")
                        .append(String.format(Locale.ROOT, "\\u%04x", codePoint))
                        .append("</i>");
            } else {
                append(out, codePoint);
            }
        }
        return this;
    }

    private static void append(StringBuilder out, int codePoint) {
        switch (codePoint) {
            case '&' -> out.append("&amp;");
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '"' -> out.append("&quot;");
            case '\'' -> out.append("&#39;");
            default -> out.appendCodePoint(codePoint);
        }
    }

    /** A joiner is part of an emoji or of a word, and stays. */
    private static boolean isInvisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL -> codePoint != '\n' && codePoint != '\t';
            case Character.FORMAT -> codePoint != '\u200C' && codePoint != '\u200D';
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> true;
            default -> (codePoint & 0xFFFE) == 0xFFFE;
        };
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
