package dev.recourse.crash.render;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells the tokens of which a parser speaks from secret ones: {@code Unexpected token: ...}. */
final class ParserTokens {

    private static final int LONGEST = 200;

    private static final Set<String> NAMES = Set.of("token", "tokens", "Token");

    /** What the messages of parsers say of a token. */
    private static final Set<String> SAID = SecretWords.words("""
                    unexpected unrecognized unrecognised unknown expected expecting illegal encountered
                    mismatched extraneous missing next current last first syntax on end
                    """).collect(Collectors.toUnmodifiableSet());

    private ParserTokens() {}

    static boolean isMeant(Name name, int value) {
        if (!NAMES.contains(name.word())) {
            return false;
        }
        CharSequence text = name.text();
        int start = value;
        while (Chars.isQuote(Chars.at(text, start)) || Chars.isOpening(Chars.at(text, start))) {
            start++;
        }
        int end = start;
        while (end - start < LONGEST && Chars.isName(Chars.at(text, end))) {
            end++;
        }
        String word = Chars.text(text, start, end);
        return (SAID.contains(name.previousWord().toLowerCase(Locale.ROOT)) && !Plain.looksSecret(word))
                || isConstant(word);
    }

    private static boolean isConstant(String word) {
        return word.startsWith("JsonToken.")
                || (word.length() > 2
                        && word.chars().allMatch(c -> (c >= 'A' && c <= 'Z') || c == '_')
                        && word.indexOf('_') > 0);
    }
}
