package dev.recourse.crash.render;

/** Tells words that people write from those that a generator of secrets makes. */
final class Plain {

    private static final int LONGEST_WORD = 24;

    private Plain() {}

    /** Returns whether this is a word, or a name made of words: letters only, in an order of cases that people use. */
    static boolean isPlain(String text) {
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || "._-/:'".indexOf(text.charAt(i)) >= 0) {
                if (!isWord(text, start, i)) {
                    return false;
                }
                start = i + 1;
            }
        }
        return true;
    }

    private static boolean isWord(String text, int from, int to) {
        int humps = 0;
        int run = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (!Character.isLetter(c)) {
                return false;
            }
            boolean hump = i > from && Character.isUpperCase(c) && !Character.isUpperCase(text.charAt(i - 1));
            if (hump && run < 2) {
                return false;
            }
            humps += hump ? 1 : 0;
            run = hump ? 0 : run + 1;
            if (run > LONGEST_WORD) {
                return false;
            }
        }
        return humps == 0 || (to - from) / (humps + 1) >= 3;
    }

    /** Returns whether a word is long, with digits between its letters. */
    static boolean looksSecret(String word) {
        return word.length() >= 8
                && word.chars().anyMatch(Character::isDigit)
                && word.chars().anyMatch(Character::isLetter);
    }
}
