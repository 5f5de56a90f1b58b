package dev.recourse.crash.render;

import org.jspecify.annotations.Nullable;

/** Finds the value that an operator assigns to the name of a secret. */
final class AssignedValues {

    private final CharSequence text;

    private final Nesting nesting;

    private final ValueEnds ends;

    private final Prose prose;

    AssignedValues(CharSequence text, Nesting nesting, ValueEnds ends, Prose prose) {
        this.text = text;
        this.nesting = nesting;
        this.ends = ends;
        this.prose = prose;
    }

    @Nullable
    Span find(Name name) {
        Operator operator = name.operator();
        int value = operator.value();
        if (operator.colon() && YamlBlocks.beginsBlock(text, value)) {
            int block = operator.quoted() ? value : YamlBlocks.end(text, name.start(), value);
            if (block > value) {
                return new Span(Chars.skipSpace(text, value), block);
            }
            if (!operator.quoted() && !nesting.isTop()) {
                return null;
            }
        }
        return onLine(name, operator.quoted() ? Chars.skipSpace(text, value) : value);
    }

    private @Nullable Span onLine(Name name, int value) {
        if (value >= text.length()
                || Chars.isLineEnd(text.charAt(value))
                || isSpokenOf(name)
                || prose.isNoValue(name, value)) {
            return null;
        }
        Notation notation = Notation.of(name, nesting);
        return notation.isEmpty(text, value) || prose.isRedacted(value)
                ? null
                : new Span(value, ends.end(value, notation));
    }

    /** Returns whether a sentence speaks of this name: {@code on field 'password': rejected}. */
    private boolean isSpokenOf(Name name) {
        int quote = name.start() - 1;
        return name.operator().colon()
                && name.operator().quoted()
                && Chars.isQuote(name.before())
                && Chars.isBlank(Chars.at(text, quote - 1))
                && Chars.isWord(Chars.at(text, quote - 2))
                && LabelledValues.isLabel(name.previousWord())
                && !Chars.isQuote(Chars.at(text, name.operator().value()));
    }
}
