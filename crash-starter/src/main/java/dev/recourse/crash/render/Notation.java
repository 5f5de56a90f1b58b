package dev.recourse.crash.render;

/**
 * The way in which a name and its value are written, which says where the value ends.
 *
 * @param kind of it
 * @param closing bracket that closes the record
 * @param quote that was opened right before the name, and is open still
 * @param operator between name and value
 */
record Notation(Kind kind, char closing, char quote, Operator operator) {

    enum Kind {
        /** In the query of an address, or a form: up to the next parameter. */
        QUERY,
        /** On a command line: one word. */
        WORD,
        /** A header: up to the end of the line, or of the record that it is in. */
        HEADER,
        /** In brackets: up to the next name, or to the closing bracket. */
        RECORD,
        /** Anywhere else: up to the next name, or to the end of the line. */
        LINE
    }

    static Notation of(Name name, Nesting nesting) {
        char before = name.before();
        char quote = !name.operator().quoted() && Chars.isQuote(before) ? before : Chars.NONE;
        return new Notation(kind(name, nesting), nesting.current().closing, quote, name.operator());
    }

    private static Kind kind(Name name, Nesting nesting) {
        char before = name.before();
        if (before == '?' || before == '&' || before == '#') {
            return Kind.QUERY;
        }
        if (name.isOption() || name.isOfOption() || ShellVariables.isForCommand(name)) {
            return Kind.WORD;
        }
        if (SecretNames.endsWith(name.word(), SecretWords.HEADERS)) {
            return Kind.HEADER;
        }
        return nesting.isTop() || nesting.current().closing == '>' ? Kind.LINE : Kind.RECORD;
    }

    /** Returns whether nothing stands where the value would begin. */
    boolean isEmpty(CharSequence text, int value) {
        char c = text.charAt(value);
        char next = Chars.at(text, value + 1);
        return ((c == ',' || c == ';') && Chars.isSpace(next))
                || (c == '&' && kind == Kind.QUERY)
                || (c == closing && c != Chars.NONE && !Chars.isWord(next));
    }
}
