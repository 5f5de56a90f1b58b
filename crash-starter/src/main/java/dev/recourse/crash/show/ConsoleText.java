package dev.recourse.crash.show;

/** Text for the console: what would move the cursor, change colours or the direction of reading is shown as an escape. */
public final class ConsoleText {

    private ConsoleText() {}

    /** Returns the text with line breaks, control and format characters written like {@code \\u001b}. */
    public static String line(String text) {
        return escaped(text, false);
    }

    /** Returns the text with control and format characters written like {@code \\u001b}, but for its line breaks. */
    public static String lines(String text) {
        return escaped(text, true);
    }

    private static String escaped(String text, boolean breaks) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(each -> {
            if (breaks && each == '\n') {
                safe.append(System.lineSeparator());
            } else if (isUnsafe(each)) {
                for (char unit : Character.toChars(each)) {
                    safe.append(String.format("\\u%04x", (int) unit));
                }
            } else {
                safe.appendCodePoint(each);
            }
        });
        return safe.toString();
    }

    /** Control characters, line separators, and those of Unicode's general category Format, among them all of bidi. */
    private static boolean isUnsafe(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
