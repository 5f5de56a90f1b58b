package dev.recourse.crash.render;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes secrets out of what is about to leave memory, by the name and by the shape of a value. */
public final class Redactor {

    /** Stands in the place of a secret. */
    public static final String REDACTED = "***";

    /** Most of a text that is looked at; the rest is cut off. */
    static final int LONGEST = 16_384;

    private static final Pattern PRIVATE_KEY = Pattern.compile("-----BEGIN [A-Z ]{0,40}?PRIVATE KEY(?: BLOCK)?-----"
            + "[\\s\\S]*?(?:-----END [A-Z ]{0,40}?PRIVATE KEY(?: BLOCK)?-----|\\z)");

    private static final Pattern JWT = Pattern.compile("(?<![\\w-])eyJ[\\w-]{5,}+\\.[\\w-]++(?:\\.[\\w-]*+)*+");

    private static final Pattern SCHEME_AND_CREDENTIALS =
            Pattern.compile("(?i)(?<!\\w)(bearer|basic)(\\s++)[\\w.~+/=-]{6,}+");

    private static final Pattern URL_USER_INFO =
            Pattern.compile("(?<![\\w+.-])([A-Za-z][\\w+.-]*+:(?:[A-Za-z]\\w*+:)*+//)[^\\s/?#\"']+@");

    private static final Pattern CARD = Pattern.compile("(?<![\\d.])[2-6]\\d{3}(?:[ -]?\\d){9,15}(?![\\d-])");

    private static final Pattern HEADER = Pattern.compile(
            "(?im)(?<![\\w.-])((?:proxy-)?authorization|(?:set-)?cookie2?)([\"']?+\\s*+[=:]\\s*+)[^\\r\\n]++");

    /** A name, and what parts it from its value. */
    private static final Pattern OPTION = Pattern.compile("([^= ]*+)([= ])");

    private static final Pattern NAME =
            Pattern.compile("(?<![\\w.-])([\\w.-]++)(?:\\[[\\w.-]*+\\])?+\\\\*+[\"']?+\\s*+[=:]\\s*+");

    /** Within quotes, within quotes that are escaped themselves, as JSON in a string is, a list, or up to what ends a word. */
    private static final Pattern VALUE = Pattern.compile("(?s)\"(?:\\\\.|[^\"\\\\])*+\"?+|'(?:\\\\.|[^'\\\\])*+'?+"
            + "|(\\\\++)([\"'])(?:(?!(?<!\\\\)\\1\\2).)*+(?:\\1\\2)?+"
            + "|\\[(?:\\\\.|\"(?:\\\\.|[^\"\\\\])*+\"?+|[^\\]\"\\\\])*+\\]?+"
            + "|[^\\s,;&)}\\]\"']++");

    private final SecretNames keys;

    private final List<Pattern> shapes;

    /**
     * Creates a redactor.
     *
     * @param keys words that mark a name, added to the built-in ones
     * @param values patterns of values, added to the built-in ones
     */
    public Redactor(Collection<String> keys, Collection<Pattern> values) {
        this.keys = new SecretNames(keys);
        this.shapes = new ArrayList<>(values);
    }

    /** Returns a text without the secrets in it. */
    public String text(String text) {
        String rest = TextCut.shortened(text, LONGEST);
        rest = PRIVATE_KEY.matcher(rest).replaceAll(REDACTED);
        rest = JWT.matcher(rest).replaceAll(REDACTED);
        rest = HEADER.matcher(rest).replaceAll("$1$2" + REDACTED);
        rest = SCHEME_AND_CREDENTIALS.matcher(rest).replaceAll("$1$2" + REDACTED);
        rest = URL_USER_INFO.matcher(rest).replaceAll("$1" + REDACTED + "@");
        rest = CARD.matcher(rest).replaceAll(match -> isCardNumber(match.group()) ? REDACTED : match.group());
        rest = namedValues(rest);
        for (Pattern shape : shapes) {
            rest = withoutShape(shape, rest);
        }
        return rest;
    }

    /** Hides the whole text where the pattern, which is the user's, cannot be matched: many alternatives overflow the stack. */
    private static String withoutShape(Pattern shape, String text) {
        try {
            return shape.matcher(text).replaceAll(REDACTED);
        } catch (StackOverflowError ex) {
            return REDACTED;
        }
    }

    /** Returns the value of this name without the secrets in it. */
    public String value(String name, String value) {
        return isSecret(name) ? REDACTED : text(value);
    }

    /** Returns a command line without the secrets in it, {@code --name=value} and {@code --name value} alike. */
    public String arguments(List<String> arguments) {
        List<String> redacted = new ArrayList<>();
        boolean secret = false;
        for (String argument : arguments) {
            redacted.add(secret ? REDACTED : argument(argument));
            secret = isSecretOption(argument);
        }
        return String.join(" ", redacted);
    }

    /** Returns whether this argument of a command line says that the next one is a secret. */
    boolean isSecretOption(String argument) {
        return argument.startsWith("-") && !OPTION.matcher(argument).lookingAt() && isSecret(argument);
    }

    private String argument(String argument) {
        Matcher option = OPTION.matcher(argument);
        boolean secret = option.lookingAt() && isSecret(option.group(1));
        return secret ? text(option.group(1)) + option.group(2) + REDACTED : text(argument);
    }

    /** Returns whether a value of this name is a secret, whatever it is. */
    public boolean isSecret(String name) {
        return keys.matches(name);
    }

    private String namedValues(String text) {
        Matcher name = NAME.matcher(text);
        Matcher value = VALUE.matcher(text);
        StringBuilder redacted = new StringBuilder(text.length());
        int done = 0;
        while (name.find()) {
            if (name.start() >= done
                    && isSecret(name.group(1))
                    && value.region(name.end(), text.length()).lookingAt()) {
                redacted.append(text, done, name.end()).append(REDACTED);
                done = value.end();
            }
        }
        return redacted.append(text, done, text.length()).toString();
    }

    private static boolean isCardNumber(String text) {
        int sum = 0;
        boolean twice = false;
        for (int i = text.length() - 1; i >= 0; i--) {
            int digit = Character.digit(text.charAt(i), 10);
            if (digit >= 0) {
                int value = twice ? digit * 2 : digit;
                sum += value > 9 ? value - 9 : value;
                twice = !twice;
            }
        }
        return sum % 10 == 0;
    }
}
