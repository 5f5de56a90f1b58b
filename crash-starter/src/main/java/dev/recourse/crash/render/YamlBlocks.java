package dev.recourse.crash.render;

/** Finds where the lines of a YAML value end that begins behind its name: a block scalar, a mapping, a list. */
final class YamlBlocks {

    private static final String INDICATORS = "|>";

    private YamlBlocks() {}

    /** Returns whether the line has no more here than what announces a block. */
    static boolean beginsBlock(CharSequence text, int value) {
        int i = value;
        if (INDICATORS.indexOf(Chars.at(text, i)) >= 0 && i < text.length()) {
            i++;
            while (Character.isDigit(Chars.at(text, i)) || Chars.at(text, i) == '+' || Chars.at(text, i) == '-') {
                i++;
            }
        }
        return Chars.isLineEnd(Chars.at(text, Chars.skipBlanks(text, i)));
    }

    /** Returns the end of all lines that are indented more than the name at this place; where there is none, the place itself. */
    static int end(CharSequence text, int name, int value) {
        int column = column(text, name);
        int end = value;
        int line = nextLine(text, value);
        while (line < text.length()) {
            int content = Chars.skipBlanks(text, line);
            int lineEnd = Chars.lineEnd(text, content);
            if (content < lineEnd) {
                if (content - line <= column && !(content - line == column && Chars.startsWith(text, content, "- "))) {
                    break;
                }
                end = lineEnd;
            }
            line = nextLine(text, lineEnd);
        }
        return end;
    }

    /** Returns the indentation of the name, where nothing but the mark of a list stands before it, else that of its line. */
    private static int column(CharSequence text, int name) {
        int line = name;
        while (line > 0 && !Chars.isLineEnd(text.charAt(line - 1)) && " \t-'\"".indexOf(text.charAt(line - 1)) >= 0) {
            line--;
        }
        return line == 0 || Chars.isLineEnd(text.charAt(line - 1)) ? name - line : 0;
    }

    private static int nextLine(CharSequence text, int from) {
        int i = Chars.lineEnd(text, from);
        if (Chars.at(text, i) == '\r') {
            i++;
        }
        return Chars.at(text, i) == '\n' ? i + 1 : Math.max(i, from);
    }
}
