package dev.recourse.crash.render;

import java.nio.CharBuffer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the value of a name that is a value itself: {@code name=password, value=...}, in either order. */
final class LabelledValues {

    /** A value further than this from its name has another one. */
    static final int FARTHEST_VALUE = 600;

    private static final int NEAREST_VALUE = 60;

    private static final int LONGEST_NAME = 100;

    private static final int DEEPEST_REFERENCE = 4;

    private final CharSequence text;

    private final SecretFinder.Marks marks;

    private final SecretNames names;

    private final Nesting nesting;

    private final ValueEnds ends;

    private final Prose prose;

    LabelledValues(
            CharSequence text,
            SecretFinder.Marks marks,
            SecretNames names,
            Nesting nesting,
            ValueEnds ends,
            Prose prose) {
        this.text = text;
        this.marks = marks;
        this.names = names;
        this.nesting = nesting;
        this.ends = ends;
        this.prose = prose;
    }

    /** Returns whether this word says that the name of a value follows. */
    static boolean isLabel(String word) {
        return !word.toLowerCase(Locale.ROOT).endsWith("type") && SecretNames.endsWith(word, SecretWords.LABELS);
    }

    @Nullable
    Span find(Name name) {
        String word = name.word();
        boolean type = name.operator().kind() == Operator.Kind.ASSIGNS && word.equals("type");
        if (type || isLabel(word)) {
            return label(name);
        }
        return word.indexOf('.') < 0 && SecretNames.endsWith(word, SecretWords.VALUES) ? value(name) : null;
    }

    /** Hides a value whose name ends a path behind it: {@code (through reference chain: Login["password"])}. */
    void reference(Name secret) {
        int start = secret.start();
        if (Chars.isQuote(secret.before())
                && Chars.at(text, start - 2) == '['
                && Chars.at(text, secret.end() + 1) == ']') {
            nesting.innermost(DEEPEST_REFERENCE).forEach(level -> hideEarlier(level, start));
        }
    }

    /** Notes the name that a label tells; returns its value if no label stands before that. */
    private @Nullable Span label(Name label) {
        Operator operator = label.operator();
        boolean assigns = operator.kind() == Operator.Kind.ASSIGNS;
        int value = operator.value();
        char c = Chars.at(text, value);
        boolean wrapped = Chars.isQuote(c) || c == '[';
        if (operator.kind() == Operator.Kind.NONE || (operator.kind() == Operator.Kind.OPENS && !wrapped)) {
            return null;
        }
        int from = wrapped ? value + 1 : value;
        int to = nameEnd(from, wrapped);
        boolean secret = names.matches(Chars.text(text, from, to));
        if (!secret && !assigns && !wrapped) {
            return null;
        }
        nesting.current().named(secret, value);
        if (secret) {
            hideEarlier(nesting.current(), value);
        }
        int after = wrapped ? to + 1 : to;
        int part = secret && assigns ? FormParts.start(text, label.end(), after) : -1;
        if (part >= 0) {
            return new Span(part, FormParts.end(text, part));
        }
        return wrapped && !assigns && nesting.current().expectsSecret(after, FARTHEST_VALUE) ? assigned(after) : null;
    }

    private int nameEnd(int from, boolean wrapped) {
        int to = from;
        while (to - from < LONGEST_NAME && isOfName(Chars.at(text, to), wrapped)) {
            to++;
        }
        return to;
    }

    private static boolean isOfName(char c, boolean wrapped) {
        return wrapped ? c != Chars.NONE && !Chars.isQuote(c) && c != ']' && !Chars.isLineEnd(c) : Chars.isName(c);
    }

    private @Nullable Span assigned(int after) {
        int assigned = Operator.assignmentEnd(text, after);
        int quote = Chars.skipBlanks(text, assigned);
        return assigned > after && Chars.isQuote(Chars.at(text, quote))
                ? new Span(quote, ends.quoted(quote, text.length()))
                : null;
    }

    /** Hides the value that stood before its name: {@code Duplicate entry '...' for key 'token'}. */
    private void hideEarlier(Nesting.Level level, int at) {
        int value = level.takeValue(at, FARTHEST_VALUE);
        if (value >= 0) {
            Operator operator = new Operator(Operator.Kind.ASSIGNS, value, true, false, false, true);
            char closing = level == nesting.current() ? level.closing : Chars.NONE;
            ValueEnds before = new ValueEnds(CharBuffer.wrap(text, 0, at));
            marks.hide(value, before.end(value, new Notation(Notation.Kind.RECORD, closing, Chars.NONE, operator)));
        }
    }

    /** Returns a value, if the name that was told for it is one of a secret. */
    private @Nullable Span value(Name label) {
        boolean blank = label.operator().kind() == Operator.Kind.BLANK;
        int value = blank
                ? prose.afterFiller(label.operator().value())
                : label.operator().value();
        char c = Chars.at(text, value);
        if (label.operator().kind() != Operator.Kind.ASSIGNS && !Chars.isQuote(c) && !Chars.isOpening(c)) {
            return null;
        }
        Nesting.Level level = nesting.current();
        if (c != '(') {
            level.valued(value, isClaimed(level.labelAt(), label.start()));
        }
        boolean secret =
                nesting.innermost(2).stream().anyMatch(around -> around.expectsSecret(label.start(), FARTHEST_VALUE));
        if (!secret || value >= text.length()) {
            return null;
        }
        level.takeValue(label.start(), 0);
        Notation notation = Notation.of(label, nesting);
        return notation.isEmpty(text, value) ? null : new Span(value, ends.end(value, notation));
    }

    /** Returns whether the name of a value was told right before it, in the same sentence. */
    private boolean isClaimed(int labelAt, int value) {
        if (labelAt < 0 || value - labelAt > NEAREST_VALUE) {
            return false;
        }
        for (int i = labelAt; i < value; i++) {
            if (text.charAt(i) == ';' || Chars.isLineEnd(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
