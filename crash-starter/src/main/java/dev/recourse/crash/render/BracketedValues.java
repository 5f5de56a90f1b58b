package dev.recourse.crash.render;

import org.jspecify.annotations.Nullable;

/** Finds what stands in brackets behind the name of a secret: {@code setPassword(...)}, {@code token [...]}. */
final class BracketedValues {

    private static final int LONGEST_INDEX = 3;

    private final CharSequence text;

    private final ValueEnds ends;

    /** The bracket that opens a record of a type that is the name of a secret. */
    private int secretRecord = -1;

    BracketedValues(CharSequence text, ValueEnds ends) {
        this.text = text;
        this.ends = ends;
    }

    boolean opensSecretRecord(int at) {
        return at == secretRecord;
    }

    @Nullable
    Span find(Name name) {
        int opening = name.operator().value();
        int inner = Chars.skipSpace(text, opening + 1);
        int innerEnd = Chars.nameEnd(text, inner);
        boolean record = Operator.assignmentEnd(text, innerEnd) > innerEnd && innerEnd > inner;
        if (record) {
            secretRecord = name.operator().spaced() ? -1 : opening;
            return null;
        }
        char bracket = text.charAt(opening);
        if (bracket == '('
                ? !isArgument(inner, innerEnd)
                : isIndex(inner, innerEnd) || ParserTokens.isMeant(name, opening)) {
            return null;
        }
        return new Span(opening + 1, Math.max(opening + 1, ends.group(opening, text.length()) - 1));
    }

    /** Returns whether there are values in the brackets: no types, no place in a file. */
    private boolean isArgument(int inner, int innerEnd) {
        String word = Chars.text(text, inner, innerEnd);
        return Chars.isQuote(Chars.at(text, inner))
                || (!word.isEmpty() && !Plain.isPlain(word) && !word.matches(".*\\.(java|kt|scala|groovy)"))
                || (word.isEmpty() && Chars.at(text, inner) != ')' && !Chars.isClosing(Chars.at(text, inner)));
    }

    private boolean isIndex(int inner, int innerEnd) {
        return innerEnd - inner <= LONGEST_INDEX
                && Chars.text(text, inner, innerEnd).chars().allMatch(Character::isDigit);
    }
}
