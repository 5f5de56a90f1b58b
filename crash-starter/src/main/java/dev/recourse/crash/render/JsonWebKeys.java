package dev.recourse.crash.render;

import java.nio.CharBuffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the private members of a JSON Web Key (RFC 7518, section 6), before or behind its type. */
final class JsonWebKeys {

    private static final String TYPE = "kty";

    private static final Set<String> PRIVATE = Set.of("d", "p", "q", "dp", "dq", "qi", "k");

    private final CharSequence text;

    private final SecretFinder.Marks marks;

    private final Nesting nesting;

    private final ValueEnds ends;

    JsonWebKeys(CharSequence text, SecretFinder.Marks marks, Nesting nesting, ValueEnds ends) {
        this.text = text;
        this.marks = marks;
        this.nesting = nesting;
        this.ends = ends;
    }

    @Nullable
    Span find(Name name) {
        int value = name.operator().value();
        if (nesting.isTop() || name.operator().kind() != Operator.Kind.ASSIGNS || value >= text.length()) {
            return null;
        }
        Nesting.Level level = nesting.current();
        if (name.word().equals(TYPE)) {
            ValueEnds before = new ValueEnds(CharBuffer.wrap(text, 0, name.start()));
            level.beginKey()
                    .forEach(member -> marks.hide(member.value(), before.end(member.value(), member.notation())));
        } else if (PRIVATE.contains(name.word())) {
            Notation notation = Notation.of(name, nesting);
            if (level.isKey()) {
                return new Span(value, ends.end(value, notation));
            }
            level.mayBeOfKey(new Nesting.Member(value, notation));
        }
        return null;
    }
}
