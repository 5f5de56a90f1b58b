package dev.recourse.crash.render;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells sentences that only speak of secrets from those that have one in them. */
final class Prose {

    /** As far as this the rest of a line is looked at. */
    private static final int LONGEST = 200;

    private static final int LONGEST_WORDS = 40;

    private static final Set<String> NO_VALUES =
            Set.of("null", "nil", "none", "undefined", "true", "false", "empty", "\"\"", "''", "[]", "{}", "()");

    /** What a sentence about a password goes on with. */
    private static final Set<String> VERBS = SecretWords.words("""
                    must may should shall can cannot could is was are were has have had does do did will would
                    not no missing required invalid expired expected
                    """).collect(Collectors.toUnmodifiableSet());

    /** What may stand between a name and its value in a sentence. */
    private static final Set<String> FILLERS =
            Set.of("is", "was", "to", "as", "in", "like", "equals", "value", "values", "returned", "given", "set");

    private final CharSequence text;

    Prose(CharSequence text) {
        this.text = text;
    }

    /** Returns whether what is assigned to this name is no value: {@code null}, a number of tokens, the rest of a sentence. */
    boolean isNoValue(Name name, int value) {
        Operator operator = name.operator();
        int end = value;
        while (end < text.length() && end - value < 24 && !isSeparator(text.charAt(end))) {
            end++;
        }
        int closed = end;
        while (closed > value + 2
                && (Chars.isQuote(text.charAt(closed - 1)) || Chars.isClosing(text.charAt(closed - 1)))) {
            closed--;
        }
        String word = Chars.text(text, value, closed);
        if (NO_VALUES.contains(lower(word)) && endsValue(closed)) {
            return true;
        }
        return isCount(name.word(), word)
                || ParserTokens.isMeant(name, value)
                || (operator.colon() && !operator.tight() && isSentence(value));
    }

    /** Returns whether the value has been hidden before. */
    boolean isRedacted(int value) {
        return Chars.startsWith(text, value, Redactor.REDACTED) && endsValue(value + Redactor.REDACTED.length());
    }

    /** Returns whether a word is no word of a sentence. */
    boolean isSecretWord(int start, int end) {
        return end > start && !Plain.isPlain(Chars.text(text, start, Math.min(end, start + LONGEST)));
    }

    /** Passes over a word like {@code is} between a name and its value. */
    int afterFiller(int from) {
        int end = Chars.nameEnd(text, from);
        boolean filler = end - from <= 8 && FILLERS.contains(lower(Chars.text(text, from, end)));
        int next = Chars.skipBlanks(text, end);
        boolean list = !Chars.startsWith(text, from, "in ") || Chars.at(text, next) == '(';
        return filler && list && next > end ? next : from;
    }

    /** Returns where a value begins that stands a few words behind its name, {@code api key provided: ...}, or -1. */
    int afterWords(int from) {
        for (int i = from; i < Math.min(text.length(), from + LONGEST_WORDS) && !endsWords(text.charAt(i)); i++) {
            int end = Operator.assignmentEnd(text, i);
            if (end > i) {
                return !Chars.text(text, from, i).contains("error") && Chars.isBlank(Chars.at(text, end))
                        ? Chars.skipBlanks(text, end)
                        : -1;
            }
        }
        return -1;
    }

    private static boolean endsWords(char c) {
        return Chars.isLineEnd(c) || ",;()[]{}<>".indexOf(c) >= 0;
    }

    /** Returns whether another name with its own value begins here. */
    boolean isParameter(int from) {
        int end = Chars.nameEnd(text, from);
        char next = Chars.at(text, end + 1);
        return end > from && Chars.at(text, end) == '=' && (Chars.isQuote(next) || Chars.isWord(next));
    }

    private boolean isSentence(int value) {
        int end = Chars.nameEnd(text, value);
        if (end - value > 10 || !VERBS.contains(lower(Chars.text(text, value, end)))) {
            return false;
        }
        int word = Chars.skipBlanks(text, end);
        while (word < text.length() && word - value < LONGEST && !Chars.isLineEnd(text.charAt(word))) {
            int wordEnd = word;
            while (wordEnd - value < LONGEST && Chars.isName(Chars.at(text, wordEnd))) {
                wordEnd++;
            }
            if (Plain.looksSecret(Chars.text(text, word, wordEnd))) {
                return false;
            }
            word = Math.max(wordEnd, word + 1);
        }
        return true;
    }

    private static boolean isCount(String name, String word) {
        return SecretNames.isPlural(name)
                && !word.isEmpty()
                && word.length() <= 12
                && word.chars().allMatch(c -> Character.isDigit(c) || c == '.' || c == '_');
    }

    private boolean endsValue(int end) {
        int next = Chars.skipBlanks(text, end);
        char c = Chars.at(text, next);
        return c == Chars.NONE
                || Chars.isLineEnd(c)
                || ",;&|<".indexOf(c) >= 0
                || Chars.isQuote(c)
                || Chars.isClosing(c)
                || Operator.assignmentEnd(text, Chars.nameEnd(text, next)) > Chars.nameEnd(text, next);
    }

    private static boolean isSeparator(char c) {
        return Chars.isSpace(c) || c == ',' || c == ';' || c == '&' || c == '<';
    }

    private static String lower(String word) {
        return word.toLowerCase(Locale.ROOT);
    }
}
