package dev.recourse.crash.render;

import org.jspecify.annotations.Nullable;

/** Finds the argument of a command's option: {@code --password ...}, {@code mysql -p...}, {@code curl -u user:...}. */
final class OptionValues {

    private final CharSequence text;

    private final ValueEnds ends;

    private final CommandOptions options;

    OptionValues(CharSequence text, ValueEnds ends, CommandOptions options) {
        this.text = text;
        this.ends = ends;
        this.options = options;
    }

    /** Returns the argument that begins behind this place, also in a list: {@code [--password, ...]}. */
    @Nullable
    Span argument(int from) {
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
            return null;
        }
        return new Span(i, Chars.isQuote(c) ? ends.quoted(i, text.length()) : ends.word(i));
    }

    /** Returns the password of an option whose name does not tell that it takes one. */
    @Nullable
    Span find(Name name) {
        int end = name.end();
        String option = name.word();
        int before = options.beforePassword(option);
        if (before == option.length()) {
            return argument(Chars.skipBlanks(text, end));
        }
        if (before > 0) {
            return new Span(end - option.length() + before, ends.word(end));
        }
        if (option.startsWith("-u") && Chars.at(text, end) == ':' && !Chars.isSpace(Chars.at(text, end + 1))) {
            return new Span(end - option.length() + 2, ends.word(end));
        }
        return CommandOptions.takesUserAndPassword(option) ? userAndPassword(end) : null;
    }

    private @Nullable Span userAndPassword(int from) {
        int value = Chars.skipBlanks(text, from);
        value += Chars.isQuote(Chars.at(text, value)) || Chars.at(text, value) == '=' ? 1 : 0;
        int colon = Chars.nameEnd(text, value);
        boolean user = Chars.at(text, colon) == ':' && !Chars.isSpace(Chars.at(text, colon + 1));
        int end = ends.word(value);
        return user && !isIds(value, end) ? new Span(value, end) : null;
    }

    private boolean isIds(int from, int to) {
        return Chars.text(text, from, to).chars().allMatch(c -> Character.isDigit(c) || c == ':');
    }
}
