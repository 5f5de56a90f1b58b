package dev.recourse.crash.render;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A character that is written as several: percent-encoded, as an entity, or behind a backslash.
 *
 * @param character that is meant
 * @param length of what is written
 */
record Escape(char character, int length) {

    private static final int LONGEST_ENTITY = 8;

    private static final Map<String, Character> ENTITIES = Map.of(
            "quot", '"', "apos", '\'', "lt", '<', "gt", '>', "amp", '&', "equals", '=', "colon", ':', "nbsp", ' ');

    /** Returns what is written at this place, or null if it is the character itself. */
    static @Nullable Escape at(CharSequence text, int index) {
        return switch (text.charAt(index)) {
            case '%' -> hex(text, index + 1, 2, 3);
            case '&' -> entity(text, index);
            case '\\' -> backslash(text, index);
            default -> null;
        };
    }

    private static @Nullable Escape backslash(CharSequence text, int index) {
        char next = Chars.at(text, index + 1);
        return switch (next) {
            case '"', '\'', '\\', '/', '`' -> new Escape(next, 2);
            case 'n', 'r' -> new Escape('\n', 2);
            case 't' -> new Escape('\t', 2);
            case 'u' -> hex(text, index + 2, 4, 6);
            case 'x' -> hex(text, index + 2, 2, 4);
            default -> null;
        };
    }

    private static @Nullable Escape entity(CharSequence text, int index) {
        int end = index + 1;
        while (end - index <= LONGEST_ENTITY && (Chars.isWord(Chars.at(text, end)) || Chars.at(text, end) == '#')) {
            end++;
        }
        if (Chars.at(text, end) != ';') {
            return null;
        }
        String name = Chars.text(text, index + 1, end);
        Character named = name.startsWith("#") ? numbered(name.substring(1)) : ENTITIES.get(name);
        return named == null ? null : new Escape(named, end + 1 - index);
    }

    private static @Nullable Character numbered(String number) {
        boolean hexadecimal = number.startsWith("x") || number.startsWith("X");
        try {
            int code = hexadecimal ? Integer.parseInt(number.substring(1), 16) : Integer.parseInt(number);
            return code > 0 && code <= Character.MAX_VALUE ? (char) code : null;
        } catch (NumberFormatException ex) {
            return null;
        }
    }

    private static @Nullable Escape hex(CharSequence text, int from, int digits, int length) {
        int code = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = Character.digit(Chars.at(text, i), 16);
            if (digit < 0) {
                return null;
            }
            code = code * 16 + digit;
        }
        return new Escape((char) code, length);
    }
}
