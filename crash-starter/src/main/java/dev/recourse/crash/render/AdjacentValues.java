package dev.recourse.crash.render;

import org.jspecify.annotations.Nullable;

/** Finds the word or the quoted text beside the name of a secret: {@code password is ...}. */
final class AdjacentValues {

    private final CharSequence text;

    private final Nesting nesting;

    private final ValueEnds ends;

    private final Prose prose;

    AdjacentValues(CharSequence text, Nesting nesting, ValueEnds ends, Prose prose) {
        this.text = text;
        this.nesting = nesting;
        this.ends = ends;
        this.prose = prose;
    }

    @Nullable
    Span find(Name name) {
        int value = name.operator().value();
        if (ParserTokens.isMeant(name, value) || prose.isParameter(value)) {
            return null;
        }
        if (Chars.at(text, value) == '|') {
            // the next cell of a table
            value = Chars.skipBlanks(text, value + 1);
        }
        int assigned = prose.isSecretWord(value, ends.word(value)) ? -1 : prose.afterWords(value);
        return assigned >= 0 ? assigned(name, assigned) : beside(value);
    }

    /** Returns a value a few words behind its name. */
    private @Nullable Span assigned(Name name, int value) {
        return Chars.isQuote(Chars.at(text, value)) || prose.isSecretWord(value, ends.word(value))
                ? new Span(value, ends.end(value, Notation.of(name.movedTo(value), nesting)))
                : null;
    }

    private @Nullable Span beside(int from) {
        int value = prose.afterFiller(from);
        char c = Chars.at(text, value);
        if (Chars.isQuote(c) || (Chars.isQuote(Chars.at(text, value + 1)) && Chars.isWord(c))) {
            return new Span(value, ends.quoted(Chars.isQuote(c) ? value : value + 1, text.length()));
        }
        if (value > from && Chars.isOpening(c)) {
            return new Span(value, ends.group(value, text.length()));
        }
        int end = ends.word(value);
        return (Chars.isName(c) && prose.isSecretWord(value, end)) || isMark(c) ? new Span(value, end) : null;
    }

    private static boolean isMark(char c) {
        return "#%&!*+~^@".indexOf(c) >= 0 && c != Chars.NONE;
    }
}
