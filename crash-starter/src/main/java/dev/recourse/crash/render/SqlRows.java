package dev.recourse.crash.render;

import java.util.ArrayList;
import java.util.List;

/** Finds the rows of a database whose columns stand elsewhere. */
final class SqlRows {

    private final CharSequence text;

    private final ValueEnds ends;

    SqlRows(CharSequence text, ValueEnds ends) {
        this.text = text;
        this.ends = ends;
    }

    /** Returns whether a row follows: {@code Failing row contains (...)}. */
    static boolean isBefore(Name name) {
        return name.word().equals("contains")
                && name.previousWord().equals("row")
                && name.operator().kind() == Operator.Kind.OPENS;
    }

    /** Returns the row of which only this bracket is known. */
    Span at(int opening) {
        return new Span(opening, ends.group(opening, text.length()));
    }

    /** Returns the rows that follow a list of columns: {@code (name, password) values ('ada', '...'), ('bob', '...')}. */
    List<Span> behind(int closing) {
        int i = Chars.skipSpace(text, closing + 1);
        i = Chars.at(text, i) == '=' ? i + 1 : Chars.startsWith(text, i, "values") ? i + "values".length() : closing;
        List<Span> rows = new ArrayList<>();
        int row = Chars.skipSpace(text, i);
        while (i > closing && Chars.at(text, row) == '(') {
            Span found = at(row);
            rows.add(found);
            row = Chars.skipSpace(text, found.to());
            row = Chars.at(text, row) == ',' ? Chars.skipSpace(text, row + 1) : found.to();
        }
        return rows;
    }
}
