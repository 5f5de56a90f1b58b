package dev.recourse.crash.render;

/** Keeps surrogate pairs whole, as UTF-8 and JSON demand. */
public final class TextCut {

    private static final char REPLACEMENT = '\ufffd';

    private TextCut() {}

    /** Returns the text, cut to at most this many chars; never ends within a surrogate pair. */
    public static String cut(CharSequence text, int length) {
        if (text.length() <= length) {
            return text.toString();
        }
        boolean split = length > 0
                && Character.isHighSurrogate(text.charAt(length - 1))
                && Character.isLowSurrogate(text.charAt(length));
        return text.subSequence(0, split ? length - 1 : length).toString();
    }

    /** Returns the text as {@link #cut} does, followed by three dots if something is missing. */
    public static String shortened(CharSequence text, int length) {
        return text.length() <= length ? text.toString() : cut(text, length) + "...";
    }

    /** Returns the text with U+FFFD in the place of each surrogate that has lost its other half. */
    public static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return replaced(text, i);
            }
        }
        return text;
    }

    private static String replaced(String text, int from) {
        StringBuilder whole = new StringBuilder(text);
        for (int i = from; i < whole.length(); i++) {
            if (Character.isSurrogate(whole.charAt(i))) {
                if (Character.isSupplementaryCodePoint(whole.codePointAt(i))) {
                    i++;
                } else {
                    whole.setCharAt(i, REPLACEMENT);
                }
            }
        }
        return whole.toString();
    }
}
