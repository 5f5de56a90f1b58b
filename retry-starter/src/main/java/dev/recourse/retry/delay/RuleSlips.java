package dev.recourse.retry.delay;

import dev.recourse.retry.delay.RuleParser.Token;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Knows what people write into a rule who mean something else, and says what would be right. */
final class RuleSlips {

    /** A name of that form is no field's: these have small letters, or no underscore. */
    private static final Pattern HEADER_WITH_UNDERSCORES = Pattern.compile("[A-Z][A-Za-z0-9]*_[A-Za-z0-9_]+");

    private static final Pattern RANGE =
            Pattern.compile("([0-9][0-9a-z.]*) ?(?:-|\\.\\.+|to|\u2013) ?([0-9][0-9a-z.]*)");

    private static final Set<String> FIXED = Set.of("fixed", "constant", "delay", "wait", "after");

    /** What YAML makes of {@code off}, {@code no} and {@code on} among it. */
    private static final Set<String> NO_NAMES = Set.of("false", "true", "null", "none", "off", "no");

    private final String text;

    private final Cursor cursor;

    /** @param cursor is behind the token that is checked */
    RuleSlips(String text, Cursor cursor) {
        this.text = text;
        this.cursor = cursor;
    }

    /** Refuses what begins like a duration, and was meant to be more. */
    void checkDuration(Token token) {
        int comment = token.text().indexOf('#');
        if (comment >= 0) {
            throw cursor.error(token.start() + comment, wrong('#'));
        }
        Matcher range = RANGE.matcher(token.text());
        if (range.matches()) {
            throw cursor.error(
                    token.start(), "a range is written random(" + range.group(1) + ", " + range.group(2) + ")");
        }
        int comma = token.start() + token.text().length();
        boolean fraction = cursor.isAt(',')
                && token.text().chars().allMatch(Character::isDigit)
                && comma + 1 < text.length()
                && Character.isDigit(text.charAt(comma + 1));
        if (fraction) {
            throw cursor.error(
                    comma, "a comma separates sources; a fraction has a point, as in 1.5s, and a list a blank");
        }
    }

    /** Refuses a name that has characters which no name has. */
    void checkName(Token token) {
        String first = token.text().split("\\s", 2)[0];
        Keyword keyword = Keyword.of(first);
        if (keyword != null
                && keyword.hasArguments()
                && first.length() < token.text().length()) {
            throw cursor.error(token.start(), "write " + keyword.form());
        }
        for (int i = 0; i < token.text().length(); i++) {
            char c = token.text().charAt(i);
            if (!(i == 0 ? Character.isJavaIdentifierStart(c) : Character.isJavaIdentifierPart(c) || c == '-')) {
                throw cursor.error(token.start() + i, wrong(c));
            }
        }
    }

    /**
     * Refuses the name of an attribute that is something else.
     *
     * @param arguments whether there are any
     */
    void checkAttribute(Token name, boolean arguments) {
        Keyword meant = Keyword.meantBy(name.text());
        if (meant != null) {
            throw cursor.error(name.start(), "unknown word '" + name.text() + "', did you mean '" + meant + "'?");
        }
        if (arguments && FIXED.contains(name.text())) {
            throw cursor.error(name.start(), "a fixed delay stands alone, as in 5s");
        }
        if (arguments) {
            throw cursor.error(name.start(), "unknown word '" + name.text() + "', use one of " + Keyword.forms());
        }
        if (NO_NAMES.contains(name.text())) {
            throw cursor.error(name.start(), "'" + name.text() + "' is no name; write 'never' for no retry");
        }
        String header = HEADER_WITH_UNDERSCORES.matcher(name.text()).matches()
                ? name.text().replace('_', '-')
                : name.text();
        if (ServerDelay.readsHeader(header)) {
            throw cursor.error(
                    name.start(), "'" + name.text() + "' is a header; write server, or header(" + header + ")");
        }
    }

    private static String wrong(char c) {
        if (Character.isWhitespace(c)) {
            return "a comma is missing here, or this is too much";
        }
        if (c == '"' || c == '\'') {
            return "leave out the quotes";
        }
        if (c == '#') {
            return "a comment stands on a line of its own in a properties file";
        }
        return ";|/+&".indexOf(c) >= 0
                ? "sources are separated by commas, as in server, 60s"
                : "'" + c + "' can't stand here: a name has letters, digits, _ and -";
    }
}
