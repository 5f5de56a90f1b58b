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
}
