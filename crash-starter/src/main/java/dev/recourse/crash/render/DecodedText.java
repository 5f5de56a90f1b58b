package dev.recourse.crash.render;

import org.jspecify.annotations.Nullable;

/** A text read as the encoding of another one, which knows where each character of that one came from. */
final class DecodedText {

    private final String text;

    /** For each character, and for the end, its place in the original text; null while that is the same. */
    private final int @Nullable [] origin;

    private DecodedText(String text, int @Nullable [] origin) {
        this.text = text;
        this.origin = origin;
    }

    static DecodedText of(String text) {
        return new DecodedText(text, null);
    }

    String text() {
        return text;
    }

    int origin(int index) {
        return origin == null ? index : origin[index];
    }

    /** Returns the text without one layer of percent signs, entities and backslashes, or null if it has none. */
    @Nullable
    DecodedText decode() {
        StringBuilder decoded = new StringBuilder(text.length());
        int[] places = new int[text.length() + 1];
        int i = 0;
        while (i < text.length()) {
            places[decoded.length()] = origin(i);
            Escape escape = Escape.at(text, i);
            decoded.append(escape == null ? text.charAt(i) : escape.character());
            i += escape == null ? 1 : escape.length();
        }
        if (decoded.length() == text.length()) {
            return null;
        }
        places[decoded.length()] = origin(text.length());
        return new DecodedText(decoded.toString(), places);
    }
}
