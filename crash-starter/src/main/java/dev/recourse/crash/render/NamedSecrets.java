package dev.recourse.crash.render;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds the values that stand beside the name of a secret, in every notation in which programs write them.
 *
 * <p>One pass goes from name to name. {@link Operator} tells what follows a name, and by its kind another class where the
 * value begins; {@link ValueEnds} tells where it ends. {@link Nesting} keeps in which brackets and tags the pass is.
 */
final class NamedSecrets implements SecretFinder {

    private final SecretNames names;

    NamedSecrets(SecretNames names) {
        this.names = names;
    }

    @Override
    public void find(CharSequence text, Marks marks) {
        new Walk(text, marks).run();
    }

    /** Goes through one text. */
    private final class Walk {

        private static final int LONGEST_NAME = 200;

        /** How far {@code by} may be from {@code identified}, with the name of a user between them. */
        private static final int FARTHEST_BY = 60;

        private final CharSequence text;

        private final Marks marks;

        private final Nesting nesting = new Nesting();

        private final CommandOptions commands = new CommandOptions();

        private final ValueEnds ends;

        private final Markup markup;

        private final SqlRows rows;

        private final AssignedValues assigned;

        private final BracketedValues bracketed;

        private final AdjacentValues adjacent;

        private final OptionValues options;

        private final LabelledValues labelled;

        private final JsonWebKeys keys;

        private Span previous = new Span(0, 0);

        /** Where SQL began to say how a user is identified. */
        private int identifiedAt = -1;

        Walk(CharSequence text, Marks marks) {
            this.text = text;
            this.marks = marks;
            this.ends = new ValueEnds(text);
            Prose prose = new Prose(text);
            this.markup = new Markup(text, nesting, names);
            this.rows = new SqlRows(text, ends);
            this.assigned = new AssignedValues(text, nesting, ends, prose);
            this.bracketed = new BracketedValues(text, ends);
            this.adjacent = new AdjacentValues(text, nesting, ends, prose);
            this.options = new OptionValues(text, ends, commands);
            this.labelled = new LabelledValues(text, marks, names, nesting, ends, prose);
            this.keys = new JsonWebKeys(text, marks, nesting, ends);
        }

        void run() {
            int i = 0;
            while (i < text.length()) {
                i = Chars.isName(text.charAt(i)) ? name(i) : mark(i);
            }
        }

        private int mark(int i) {
            char c = text.charAt(i);
            if (Chars.isOpening(c)) {
                nesting.open(Chars.closing(c), bracketed.opensSecretRecord(i));
            } else if (Chars.isClosing(c)) {
                int end = i + 1;
                for (Span row : nesting.close(c).secretColumn ? rows.behind(i) : List.<Span>of()) {
                    end = hide(row);
                }
                return end;
            } else if (Chars.isLineEnd(c)) {
                commands.line();
            } else if (c == '<') {
                return markup.open(i);
            } else if (c == '>' && markup.closes()) {
                return hide(new Span(i + 1, markup.close(i)));
            }
            return i + 1;
        }

        /** Reads a name, hides its value; returns where to read on. */
        private int name(int start) {
            int end = Chars.nameEnd(text, start);
            int core = end;
            while (core > start && (text.charAt(core - 1) == '.' || text.charAt(core - 1) == '-')) {
                core--;
            }
            if (core == start) {
                return end;
            }
            String word = Chars.text(text, Math.max(start, core - LONGEST_NAME), core);
            Span value = behindDots(start, end);
            if (value == null && (core == end || Chars.at(text, core) == '-')) {
                value = value(new Name(text, start, core, word, previous, Operator.after(text, start, core)));
            }
            commands.word(word);
            previous = new Span(start, core);
            return value == null ? end : Math.max(end, hide(value));
        }

        /** Returns what stands behind a row of dots: {@code password........hunter2}. */
        private @Nullable Span behindDots(int start, int end) {
            int dots = start;
            while (dots < end
                    && !(text.charAt(dots) == '.'
                            && Chars.at(text, dots + 1) == '.'
                            && Chars.at(text, dots + 2) == '.')) {
                dots++;
            }
            int value = dots;
            while (Chars.at(text, value) == '.') {
                value++;
            }
            return dots > start && dots < end && names.matches(Chars.text(text, start, dots))
                    ? new Span(value, ends.word(value))
                    : null;
        }

        private @Nullable Span value(Name name) {
            if (SqlRows.isBefore(name)) {
                return rows.at(name.operator().value());
            }
            if (isSecret(name)) {
                Span value = secret(name);
                if (value == null && name.operator().kind() != Operator.Kind.ASSIGNS) {
                    nesting.current().secretColumn = true;
                    labelled.reference(name);
                }
                return value;
            }
            if (name.word().startsWith("-")) {
                return options.find(name);
            }
            Span member = keys.find(name);
            return member == null ? labelled.find(name) : member;
        }

        private boolean isSecret(Name name) {
            return names.matches(name.word())
                    || isIdentifiedBy(name)
                    || (name.followsWord()
                            && SecretWords.SECOND.contains(name.word().toLowerCase(Locale.ROOT))
                            && names.endsPhrase(name.phrase()));
        }

        private boolean isIdentifiedBy(Name name) {
            if (name.word().equalsIgnoreCase("identified")) {
                identifiedAt = name.start();
            }
            return name.word().equalsIgnoreCase("by")
                    && identifiedAt >= 0
                    && name.start() - identifiedAt <= FARTHEST_BY;
        }

        private @Nullable Span secret(Name name) {
            int next = name.operator().value();
            return switch (name.operator().kind()) {
                case ASSIGNS -> assigned.find(name);
                case OPENS -> bracketed.find(name);
                case BLANK ->
                    Chars.isLineEnd(Chars.at(text, next)) || next >= text.length()
                            ? null
                            : name.word().startsWith("-") ? options.argument(next) : adjacent.find(name);
                case NONE -> name.isOption() ? options.argument(name.end()) : null;
            };
        }

        /** Hides a value; returns where to read on. */
        private int hide(Span value) {
            if (value.to() > value.from()) {
                marks.hide(value.from(), value.to());
            }
            return Math.max(value.from(), value.to());
        }
    }
}
