package dev.recourse.crash.render;

/** Cuts texts, never between the two halves of a character. */
public final class Cut {

    static final String ELLIPSIS = "...";

    private Cut() {}

    /** Returns the text, or its beginning of at most this length with three dots behind it. */
    public static String to(int length, String text) {
        return text.length() <= length ? text : text.substring(0, before(text, length)) + ELLIPSIS;
    }

    /** Returns this place, or the one before it if it is within a character. */
    static int before(CharSequence text, int place) {
        return isWithin(text, place) ? place - 1 : place;
    }

    /** Returns this place, or the one behind it if it is within a character. */
    static int behind(CharSequence text, int place) {
        return isWithin(text, place) ? place + 1 : place;
    }

    private static boolean isWithin(CharSequence text, int place) {
        return place > 0
                && place < text.length()
                && Character.isHighSurrogate(text.charAt(place - 1))
                && Character.isLowSurrogate(text.charAt(place));
    }
}
