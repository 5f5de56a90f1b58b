package dev.recourse.retry.delay;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the text of a rule, by recursive descent. */
final class RuleParser {

    private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    private static final Pattern POINTER = Pattern.compile("(?:/(?:[^~/]|~[01])*+)++");

    /** How other tools write a place in a JSON document. */
    private static final Pattern PATH = Pattern.compile("(?:\\$?\\.)?[\\w-]+(?:\\.[\\w-]+)*");

    /** Deeper than anybody means. */
    private static final int MOST_DEPTH = 10;

    private final String text;

    private final Cursor cursor;

    private final RuleSlips slips;

    private int depth;

    RuleParser(String text) {
        this.text = text;
        this.cursor = new Cursor("rule", text, 0, text.length());
        this.slips = new RuleSlips(text, cursor);
    }

    /** Returns the sources, none for {@code never}. */
    List<Source> parse() {
        int placeholder = text.indexOf("${");
        if (placeholder >= 0) {
            throw cursor.error(placeholder, "a placeholder is left, for which there is no property");
        }
        if (text.strip().equals(Keyword.NEVER.toString())) {
            return List.of();
        }
        List<Source> sources = sources();
        if (!cursor.atEnd()) {
            throw cursor.error(cursor.position(), "a comma is missing here, or this is too much");
        }
        return sources;
    }

    private List<Source> sources() {
        List<Source> sources = new ArrayList<>();
        do {
            sources.add(source());
            cursor.skipBlanks();
        } while (cursor.accept(','));
        return List.copyOf(sources);
    }

    private Source source() {
        Token token = token();
        if (token.text.isEmpty()) {
            throw cursor.error(token.start, "a source is missing: a duration, a name, or one of " + Keyword.forms());
        }
        if (DurationText.isMeant(token.text)) {
            slips.checkDuration(token);
            return new FixedDelay(duration(token));
        }
        slips.checkName(token);
        Keyword word = Keyword.of(token.text);
        boolean arguments = cursor.isAt('(');
        if (word == null) {
            slips.checkAttribute(token, arguments);
            return new AttributeDelay(token.text);
        }
        if (word == Keyword.NEVER) {
            throw cursor.error(token.start, "'never' stands alone, with nothing before or after it");
        }
        if (word.hasArguments() != arguments) {
            throw cursor.error(arguments ? cursor.position() : token.start, "write " + word.form());
        }
        return arguments ? function(word, token) : new ServerDelay();
    }

    private Source function(Keyword word, Token name) {
        if (word == Keyword.LONGEST) {
            return longest(name);
        }
        List<Token> arguments = arguments();
        if (!word.takes(arguments.size())) {
            throw cursor.error(name.start, "wrong number of arguments: write " + word.form());
        }
        String source = text.substring(name.start, cursor.position());
        Token first = arguments.get(0);
        return switch (word) {
            case EXPONENTIAL -> exponential(arguments, source);
            case RANDOM -> random(first, arguments.get(1), source);
            case HEADER -> new HeaderDelay(matching(HEADER_NAME, first, "the name of a header"), unit(arguments));
            case BODY -> new BodyDelay(pointer(first), unit(arguments));
            case NEVER, SERVER, LONGEST -> throw new IllegalStateException(word + " has no such arguments");
        };
    }

    private Source longest(Token name) {
        if (++depth > MOST_DEPTH) {
            throw cursor.error(name.start, "'longest' stands too deep in others of its kind");
        }
        cursor.accept('(');
        List<Source> sources = sources();
        if (!cursor.accept(')')) {
            throw cursor.error(
                    cursor.position(),
                    cursor.atEnd()
                            ? "a closing parenthesis is missing"
                            : "a comma is missing here, or this is too much");
        }
        if (!Keyword.LONGEST.takes(sources.size())) {
            throw cursor.error(name.start, "wrong number of arguments: write " + Keyword.LONGEST.form());
        }
        depth--;
        return new LongestDelay(sources);
    }

    private List<Token> arguments() {
        cursor.accept('(');
        List<Token> arguments = new ArrayList<>();
        do {
            Token argument = token();
            if (cursor.atEnd()) {
                throw cursor.error(cursor.position(), "a closing parenthesis is missing");
            }
            if (cursor.isAt('(')) {
                throw cursor.error(cursor.position(), "an opening parenthesis can't stand here");
            }
            if (argument.text.isEmpty()) {
                throw cursor.error(argument.start, "an argument is missing");
            }
            arguments.add(argument);
        } while (cursor.accept(','));
        cursor.accept(')');
        return arguments;
    }

    private Source exponential(List<Token> arguments, String source) {
        Duration first = duration(arguments.get(0));
        Duration max = duration(arguments.get(1));
        if (first.compareTo(max) > 0) {
            throw cursor.error(arguments.get(1).start, "the longest delay must not be shorter than the first");
        }
        return new ExponentialDelay(first, max, arguments.size() > 2 ? factor(arguments.get(2)) : 2, source);
    }

    private double factor(Token token) {
        BigDecimal factor = BoundedNumber.parse(token.text);
        if (factor == null || factor.compareTo(BigDecimal.ONE) < 0) {
            throw cursor.error(token.start, "the factor must be a number that is 1 or more, like 2 or 1.5");
        }
        return factor.doubleValue();
    }

    private Source random(Token min, Token max, String source) {
        RandomDelay random = new RandomDelay(duration(min), duration(max), source);
        if (random.min().compareTo(random.max()) > 0) {
            throw cursor.error(max.start, "the longest delay must not be shorter than the shortest");
        }
        return random;
    }

    private DelayUnit unit(List<Token> arguments) {
        if (arguments.size() < 2) {
            return DelayUnit.AUTO;
        }
        Token token = arguments.get(1);
        DelayUnit unit = DelayUnit.named(token.text);
        if (unit == null) {
            throw cursor.error(token.start, "unknown unit '" + token.text + "', use one of " + DelayUnit.names());
        }
        return unit;
    }

    private String pointer(Token token) {
        boolean path = PATH.matcher(token.text).matches();
        String meant =
                path ? ", write /" + token.text.replaceFirst("^\\$?\\.", "").replace('.', '/') : "";
        return matching(POINTER, token, "a JSON pointer like /error/delay" + meant);
    }

    private String matching(Pattern pattern, Token token, String expected) {
        if (!pattern.matcher(token.text).matches()) {
            throw cursor.error(token.start, "'" + token.text + "' is not " + expected);
        }
        return token.text;
    }

    private Duration duration(Token token) {
        return DurationText.parse(text, token.start, token.start + token.text.length());
    }

    /** Takes the text up to the next comma or parenthesis, without the white space around it. */
    private Token token() {
        cursor.skipBlanks();
        int start = cursor.position();
        return new Token(cursor.take(c -> ",()".indexOf(c) < 0).stripTrailing(), start);
    }

    /** A word, a number or a name, and where it begins. */
    record Token(String text, int start) {}
}
