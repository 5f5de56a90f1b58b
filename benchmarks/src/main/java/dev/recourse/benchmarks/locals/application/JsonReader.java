package dev.recourse.benchmarks.locals.application;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads JSON, one method for each kind of value. */
public final class JsonReader {

    private final String text;
    private int at;

    public JsonReader(String text) {
        this.text = text;
    }

    public @Nullable Object read() {
        Object value = value();
        skipSpace();
        if (at < text.length()) {
            throw failure("the end");
        }
        return value;
    }

    private @Nullable Object value() {
        skipSpace();
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, @Nullable Object> object() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        expect('{');
        skipSpace();
        while (peek() != '}') {
            skipSpace();
            String name = string();
            skipSpace();
            expect(':');
            members.put(name, value());
            skipComma('}');
        }
        expect('}');
        return members;
    }

    private List<@Nullable Object> array() {
        List<@Nullable Object> items = new ArrayList<>();
        expect('[');
        skipSpace();
        while (peek() != ']') {
            items.add(value());
            skipComma(']');
        }
        expect(']');
        return items;
    }

    private String string() {
        expect('"');
        StringBuilder string = new StringBuilder();
        for (char c = next(); c != '"'; c = next()) {
            string.append(c == '\\' ? escaped(next()) : c);
        }
        return string.toString();
    }

    private char escaped(char c) {
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case '"', '\\', '/' -> c;
            default -> throw failure("an escape");
        };
    }

    private Number number() {
        int start = at;
        boolean whole = true;
        while (at < text.length() && isNumeric(peek())) {
            char c = next();
            whole &= c == '-' || isDigit(c);
        }
        String number = text.substring(start, at);
        if (whole) {
            return Long.parseLong(number);
        }
        return Double.parseDouble(number);
    }

    private static boolean isNumeric(char c) {
        return isDigit(c) || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private @Nullable Object word(String word, @Nullable Object value) {
        for (int i = 0; i < word.length(); i++) {
            expect(word.charAt(i));
        }
        return value;
    }

    private void skipComma(char end) {
        skipSpace();
        if (peek() != end) {
            expect(',');
            skipSpace();
        }
    }

    private void skipSpace() {
        while (at < text.length() && text.charAt(at) <= ' ') {
            at++;
        }
    }

    private char peek() {
        return text.charAt(at);
    }

    private char next() {
        return text.charAt(at++);
    }

    private void expect(char expected) {
        if (next() != expected) {
            throw failure("'" + expected + "'");
        }
    }

    private IllegalArgumentException failure(String expected) {
        return new IllegalArgumentException("No " + expected + " at " + at);
    }
}
