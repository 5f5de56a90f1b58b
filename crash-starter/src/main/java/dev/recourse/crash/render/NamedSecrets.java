package dev.recourse.crash.render;

import java.nio.CharBuffer;
import java.util.Locale;

/**
 * Finds the values that stand beside the name of a secret, in every notation in which programs write them.
 *
 * <p>One pass reads names, and what follows each: an operator, a bracket, a blank. It keeps in {@link Nesting} in which
 * brackets and tags it is. {@link ValueEnds} tells where a value ends, {@link Prose} what is none.
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

        /** A value further than this from its name has another one. */
        private static final int FARTHEST_VALUE = 600;

        private static final int LONGEST_LABELLED = 100;

        private static final int NEAREST_VALUE = 60;

        private static final int DEEPEST_REFERENCE = 4;

        private final CharSequence text;

        private final Marks marks;

        private final Nesting nesting = new Nesting();

        private final ValueEnds ends;

        private final Prose prose;

        private final CommandOptions options = new CommandOptions();

        private final Markup markup;

        /** The word before this one, which may be a part of its name: {@code api key}. */
        private int lastStart;

        private int lastEnd;

        /** The bracket that opens a record of a type that is the name of a secret. */
        private int secretRecord = -1;

        /** Where SQL began to say how a user is identified. */
        private int identifiedAt = -1;

        Walk(CharSequence text, Marks marks) {
            this.text = text;
            this.marks = marks;
            this.ends = new ValueEnds(text);
            this.prose = new Prose(text);
            this.markup = new Markup(text, nesting, names);
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
                nesting.open(Chars.closing(c), i == secretRecord);
            } else if (Chars.isClosing(c)) {
                return nesting.close(c).secretColumn ? columns(i) : i + 1;
            } else if (Chars.isLineEnd(c)) {
                options.line();
            } else if (c == '<') {
                return markup.open(i);
            } else if (c == '>' && markup.closes()) {
                return hidden(i + 1, markup.close(i));
            }
            return i + 1;
        }

        /** Hides the rows that follow a list of columns: {@code (name, password) values ('ada', '...')}. */
        private int columns(int closing) {
            int i = Chars.skipSpace(text, closing + 1);
            i = Chars.at(text, i) == '='
                    ? i + 1
                    : Chars.startsWith(text, i, "values") ? i + "values".length() : closing;
            int row = Chars.skipSpace(text, i);
            int end = closing + 1;
            while (i > closing && Chars.at(text, row) == '(') {
                end = ends.group(row, text.length());
                hidden(row, end);
                row = Chars.skipSpace(text, end);
                row = Chars.at(text, row) == ',' ? Chars.skipSpace(text, row + 1) : end;
            }
            return end;
        }

        private int name(int start) {
            int end = Chars.nameEnd(text, start);
            int core = end;
            while (core > start && (text.charAt(core - 1) == '.' || text.charAt(core - 1) == '-')) {
                core--;
            }
            if (core == start) {
                return end;
            }
            String name = Chars.text(text, Math.max(start, core - 200), core);
            int next = leader(start, end);
            if (next < 0 && (core == end || Chars.at(text, core) == '-')) {
                next = value(start, core, name);
            }
            options.word(name);
            lastStart = start;
            lastEnd = core;
            return Math.max(next, end);
        }

        /** Hides what stands behind a row of dots: {@code password........hunter2}. */
        private int leader(int start, int end) {
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
                    ? hidden(value, ends.word(value))
                    : -1;
        }

        /** Hides the value of a name, if it is a secret; returns where to read on, or -1. */
        private int value(int start, int end, String name) {
            Operator operator = Operator.after(text, start, end);
            if (isRow(name) && operator.kind() == Operator.Kind.OPENS) {
                return hidden(operator.value(), ends.group(operator.value(), text.length()));
            }
            if (isSecret(start, end, name)) {
                int next = secret(start, end, name, operator);
                if (next < 0 && operator.kind() != Operator.Kind.ASSIGNS) {
                    nesting.current().secretColumn = true;
                    reference(start, end);
                }
                return next;
            }
            if (name.startsWith("-")) {
                return option(end, name);
            }
            if (isLabel(name, operator)) {
                return labelled(end, operator);
            }
            return isValueLabel(name) ? valueOfLabel(start, operator) : -1;
        }

        private boolean isSecret(int start, int end, String name) {
            if (names.matches(name) || isIdentifiedBy(name, start)) {
                return true;
            }
            boolean adjacent = lastEnd > lastStart && start - lastEnd == 1 && Chars.isBlank(text.charAt(lastEnd));
            return adjacent
                    && SecretWords.SECOND.contains(lower(name))
                    && names.endsPhrase(Chars.text(text, Math.max(lastStart, lastEnd - 50), end));
        }

        private boolean isIdentifiedBy(String name, int start) {
            if (name.equalsIgnoreCase("identified")) {
                identifiedAt = start;
            }
            return name.equalsIgnoreCase("by") && identifiedAt >= 0 && start - identifiedAt <= NEAREST_VALUE;
        }

        /** Returns whether a database lists the values of a row: {@code Failing row contains (...)}. */
        private boolean isRow(String name) {
            return name.equals("contains") && last().equals("row");
        }

        private String last() {
            return Chars.text(text, Math.max(lastStart, lastEnd - 50), lastEnd);
        }

        private int secret(int start, int end, String name, Operator operator) {
            return switch (operator.kind()) {
                case ASSIGNS -> assigned(start, end, name, operator);
                case OPENS -> opened(name, operator);
                case BLANK -> beside(name, operator);
                case NONE -> isOption(start) ? argument(end) : -1;
            };
        }

        private int assigned(int start, int end, String name, Operator operator) {
            int value = operator.value();
            if (operator.colon() && YamlBlocks.beginsBlock(text, value)) {
                int block = operator.quoted() ? value : YamlBlocks.end(text, start, value);
                if (block > value) {
                    return hidden(Chars.skipSpace(text, value), block);
                }
                if (!operator.quoted() && !nesting.isTop()) {
                    return -1;
                }
            }
            if (operator.quoted()) {
                value = Chars.skipSpace(text, value);
            }
            if (value >= text.length()
                    || Chars.isLineEnd(text.charAt(value))
                    || isSpokenOf(start, operator)
                    || prose.isNoValue(name, last(), value, operator)) {
                return -1;
            }
            Notation notation = notation(start, end, name, operator);
            if (isEmpty(value, notation) || prose.isRedacted(value)) {
                return -1;
            }
            return hidden(value, ends.end(value, notation));
        }

        private boolean isEmpty(int value, Notation notation) {
            char c = text.charAt(value);
            char next = Chars.at(text, value + 1);
            return ((c == ',' || c == ';') && Chars.isSpace(next))
                    || (c == '&' && notation.kind() == Notation.Kind.QUERY)
                    || (c == notation.closing() && c != Chars.NONE && !Chars.isWord(next));
        }

        /** Returns whether a sentence speaks of this name: {@code on field 'password': rejected}. */
        private boolean isSpokenOf(int start, Operator operator) {
            int quote = start - 1;
            return operator.colon()
                    && operator.quoted()
                    && Chars.isQuote(Chars.at(text, quote))
                    && Chars.isBlank(Chars.at(text, quote - 1))
                    && Chars.isWord(Chars.at(text, quote - 2))
                    && isLabel(last())
                    && !Chars.isQuote(Chars.at(text, operator.value()));
        }

        private Notation notation(int start, int end, String name, Operator operator) {
            char before = Chars.at(text, start - 1);
            char closing = nesting.current().closing;
            char quote = !operator.quoted() && Chars.isQuote(before) ? before : Chars.NONE;
            Notation.Kind kind = nesting.isTop() || closing == '>' ? Notation.Kind.LINE : Notation.Kind.RECORD;
            if (before == '?' || before == '&' || before == '#') {
                kind = Notation.Kind.QUERY;
            } else if (isOption(start)
                    || isOfOption(start)
                    || ShellVariables.isForCommand(text, start, end, operator)) {
                kind = Notation.Kind.WORD;
            } else if (SecretNames.endsWith(name, SecretWords.HEADERS)) {
                kind = Notation.Kind.HEADER;
            }
            return new Notation(kind, closing, quote, operator);
        }

        private boolean isOption(int start) {
            return text.charAt(start) == '-' && !Chars.isWord(Chars.at(text, start - 1));
        }

        /** Returns whether an option stands before the name: {@code -e PASSWORD=...}, {@code --set=password=...}. */
        private boolean isOfOption(int start) {
            return lastEnd > lastStart
                    && start - lastEnd == 1
                    && " =".indexOf(text.charAt(lastEnd)) >= 0
                    && isOption(lastStart);
        }

        /** Hides what stands in brackets behind a name: {@code setPassword(...)}, {@code token [...]}. */
        private int opened(String name, Operator operator) {
            int opening = operator.value();
            int inner = Chars.skipSpace(text, opening + 1);
            int innerEnd = Chars.nameEnd(text, inner);
            boolean record = Operator.assignmentEnd(text, innerEnd) > innerEnd && innerEnd > inner;
            if (record) {
                secretRecord = operator.spaced() ? -1 : opening;
                return -1;
            }
            char bracket = text.charAt(opening);
            if (bracket == '('
                    ? !isArgument(inner, innerEnd)
                    : isIndex(inner, innerEnd) || prose.isOfParser(name, last(), opening)) {
                return -1;
            }
            return hidden(opening + 1, Math.max(opening + 1, ends.group(opening, text.length()) - 1));
        }

        /** Returns whether there are values in the brackets: no types, no place in a file. */
        private boolean isArgument(int inner, int innerEnd) {
            String word = Chars.text(text, inner, innerEnd);
            return Chars.isQuote(Chars.at(text, inner))
                    || (!word.isEmpty() && !Plain.isPlain(word) && !word.matches(".*\\.(java|kt|scala|groovy)"))
                    || (word.isEmpty() && Chars.at(text, inner) != ')' && !Chars.isClosing(Chars.at(text, inner)));
        }

        private boolean isIndex(int inner, int innerEnd) {
            return innerEnd - inner <= 3
                    && Chars.text(text, inner, innerEnd).chars().allMatch(Character::isDigit);
        }

        /** Hides the word or the quoted text beside a name. */
        private int beside(String name, Operator operator) {
            int value = operator.value();
            if (value >= text.length() || Chars.isLineEnd(text.charAt(value))) {
                return -1;
            }
            if (name.startsWith("-")) {
                return argument(value);
            }
            if (prose.isOfParser(name, last(), value) || prose.isParameter(value)) {
                return -1;
            }
            if (Chars.at(text, value) == '|') {
                // the next cell of a table
                value = Chars.skipBlanks(text, value + 1);
            }
            int assigned = prose.isSecretWord(value, ends.word(value)) ? -1 : prose.afterWords(value);
            if (assigned >= 0) {
                return Chars.isQuote(Chars.at(text, assigned)) || prose.isSecretWord(assigned, ends.word(assigned))
                        ? hidden(assigned, ends.end(assigned, notation(assigned, assigned, name, operator)))
                        : -1;
            }
            int after = prose.afterFiller(value);
            boolean filler = after > value;
            value = after;
            char c = Chars.at(text, value);
            if (Chars.isQuote(c) || (Chars.isQuote(Chars.at(text, value + 1)) && Chars.isWord(c))) {
                return hidden(value, ends.quoted(Chars.isQuote(c) ? value : value + 1, text.length()));
            }
            if (filler && Chars.isOpening(c)) {
                return hidden(value, ends.group(value, text.length()));
            }
            int end = ends.word(value);
            return (Chars.isName(c) && prose.isSecretWord(value, end)) || isMark(c) ? hidden(value, end) : -1;
        }

        private static boolean isMark(char c) {
            return "#%&!*+~^@".indexOf(c) >= 0 && c != Chars.NONE;
        }

        /** Hides the argument of an option: {@code --password ...}, also in a list, {@code [--password, ...]}. */
        private int argument(int from) {
            int i = from;
            if (Chars.isQuote(Chars.at(text, i)) && Chars.at(text, i + 1) == ',') {
                i++;
            }
            i = Chars.skipBlanks(text, Chars.at(text, i) == ',' ? i + 1 : i);
            char c = Chars.at(text, i);
            if ((i == from && !Chars.isBlank(Chars.at(text, from - 1)) && !Chars.isQuote(c))
                    || c == '-'
                    || c == Chars.NONE
                    || Chars.isLineEnd(c)) {
                return -1;
            }
            return hidden(i, Chars.isQuote(c) ? ends.quoted(i, text.length()) : ends.word(i));
        }

        /** Hides the password of a command's short option. */
        private int option(int end, String name) {
            int before = options.beforePassword(name);
            if (before == name.length()) {
                return argument(Chars.skipBlanks(text, end));
            }
            if (before > 0) {
                return hidden(end - name.length() + before, ends.word(end));
            }
            if (name.startsWith("-u") && Chars.at(text, end) == ':' && !Chars.isSpace(Chars.at(text, end + 1))) {
                return hidden(end - name.length() + 2, ends.word(end));
            }
            if (CommandOptions.takesUserAndPassword(name)) {
                int value = Chars.skipBlanks(text, end);
                value += Chars.isQuote(Chars.at(text, value)) || Chars.at(text, value) == '=' ? 1 : 0;
                int colon = Chars.nameEnd(text, value);
                boolean user = Chars.at(text, colon) == ':' && !Chars.isSpace(Chars.at(text, colon + 1));
                int wordEnd = ends.word(value);
                return user && !isIds(value, wordEnd) ? hidden(value, wordEnd) : -1;
            }
            return -1;
        }

        private boolean isIds(int from, int to) {
            return Chars.text(text, from, to).chars().allMatch(c -> Character.isDigit(c) || c == ':');
        }

        /** Notes the name that a label tells. */
        private int labelled(int end, Operator operator) {
            boolean assigns = operator.kind() == Operator.Kind.ASSIGNS;
            int value = operator.value();
            char c = Chars.at(text, value);
            boolean wrapped = Chars.isQuote(c) || c == '[';
            if (operator.kind() == Operator.Kind.NONE || (operator.kind() == Operator.Kind.OPENS && !wrapped)) {
                return -1;
            }
            int from = wrapped ? value + 1 : value;
            int to = from;
            while (to - from < LONGEST_LABELLED && isOfLabelled(Chars.at(text, to), wrapped)) {
                to++;
            }
            boolean secret = names.matches(Chars.text(text, from, to));
            if (!secret && !assigns && !wrapped) {
                return -1;
            }
            named(secret, value);
            int after = wrapped ? to + 1 : to;
            int part = secret && assigns ? FormParts.start(text, end, after) : -1;
            if (part >= 0) {
                return hidden(part, FormParts.end(text, part));
            }
            if (wrapped && !assigns && nesting.current().expectsSecret(after, FARTHEST_VALUE)) {
                int assigned = Operator.assignmentEnd(text, after);
                int quote = Chars.skipBlanks(text, assigned);
                if (assigned > after && Chars.isQuote(Chars.at(text, quote))) {
                    return hidden(quote, ends.quoted(quote, text.length()));
                }
            }
            return -1;
        }

        private static boolean isOfLabelled(char c, boolean wrapped) {
            return wrapped ? c != Chars.NONE && !Chars.isQuote(c) && c != ']' && !Chars.isLineEnd(c) : Chars.isName(c);
        }

        private void named(boolean secret, int at) {
            Nesting.Level level = nesting.current();
            level.named(secret, at);
            if (secret) {
                hideEarlier(level, at);
            }
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

        /** Notes a name at the end of a path: {@code (through reference chain: Login["password"])}. */
        private void reference(int start, int end) {
            if (Chars.isQuote(Chars.at(text, start - 1))
                    && Chars.at(text, start - 2) == '['
                    && Chars.at(text, end + 1) == ']') {
                nesting.innermost(DEEPEST_REFERENCE).forEach(level -> hideEarlier(level, start));
            }
        }

        /** Hides a value, if the name that was told for it is one of a secret. */
        private int valueOfLabel(int start, Operator operator) {
            int value = operator.value();
            char c = Chars.at(text, value);
            boolean assigns = operator.kind() == Operator.Kind.ASSIGNS;
            if (operator.kind() == Operator.Kind.BLANK) {
                value = prose.afterFiller(value);
                c = Chars.at(text, value);
            }
            if (!assigns && !Chars.isQuote(c) && !Chars.isOpening(c)) {
                return -1;
            }
            Nesting.Level level = nesting.current();
            if (c != '(') {
                level.valued(value, isClaimed(level.labelAt(), start));
            }
            boolean secret =
                    nesting.innermost(2).stream().anyMatch(around -> around.expectsSecret(start, FARTHEST_VALUE));
            if (!secret || value >= text.length()) {
                return -1;
            }
            level.takeValue(start, 0);
            Notation notation = notation(start, value, "value", operator);
            return isEmpty(value, notation) ? -1 : hidden(value, ends.end(value, notation));
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

        private int hidden(int from, int to) {
            if (to > from) {
                marks.hide(from, to);
            }
            return Math.max(from, to);
        }

        private static boolean isLabel(String name, Operator operator) {
            return (operator.kind() == Operator.Kind.ASSIGNS && name.equals("type")) || isLabel(name);
        }

        private static boolean isLabel(String name) {
            return !lower(name).endsWith("type") && SecretNames.endsWith(name, SecretWords.LABELS);
        }

        private static boolean isValueLabel(String name) {
            return name.indexOf('.') < 0 && SecretNames.endsWith(name, SecretWords.VALUES);
        }

        private static String lower(String name) {
            return name.toLowerCase(Locale.ROOT);
        }
    }
}
