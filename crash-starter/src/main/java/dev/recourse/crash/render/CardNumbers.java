package dev.recourse.crash.render;

/**
 * Finds card numbers: 13 to 19 digits that pass the Luhn check (ISO/IEC 7812-1), in groups or not, whatever stands beside
 * them.
 */
final class CardNumbers implements SecretFinder {

    private static final int SHORTEST = 13;

    private static final int LONGEST = 19;

    private static final int SMALLEST_GROUP = 3;

    @Override
    public void find(CharSequence text, Marks marks) {
        int i = 0;
        while (i < text.length()) {
            if (!isDigit(text, i)) {
                i++;
                continue;
            }
            int end = cardEnd(text, i);
            if (end > i) {
                marks.hide(i, end);
                i = end;
            }
            while (isDigit(text, i)) {
                i++;
            }
        }
    }

    /** Returns the end of the longest card number that begins with this group of digits, or the start. */
    private static int cardEnd(CharSequence text, int start) {
        if (isFraction(text, start) || !canBegin(text, start)) {
            return start;
        }
        int[] digits = new int[LONGEST];
        int count = 0;
        int group = 0;
        int found = start;
        int i = start;
        while (isDigit(text, i)) {
            if (count == LONGEST) {
                return found;
            }
            digits[count++] = text.charAt(i) - '0';
            group++;
            i++;
            if (!isDigit(text, i)) {
                if (count >= SHORTEST && passesLuhn(digits, count)) {
                    found = i;
                }
                if (group < SMALLEST_GROUP) {
                    return found;
                }
                if (isSeparator(Chars.at(text, i)) && isDigit(text, i + 1)) {
                    group = 0;
                    i++;
                }
            }
        }
        return found;
    }

    /** Returns whether a network has numbers that begin so: 1700000000000 is a time. */
    private static boolean canBegin(CharSequence text, int start) {
        char first = text.charAt(start);
        return (first >= '2' && first <= '9' && first != '7') || Chars.startsWith(text, start, "1800");
    }

    private static boolean isFraction(CharSequence text, int start) {
        return Chars.at(text, start - 1) == '.'
                && isDigit(text, start - 2)
                && !(isDigit(text, start - 3) && isDigit(text, start - 4) && isDigit(text, start - 5));
    }

    private static boolean isDigit(CharSequence text, int index) {
        char c = Chars.at(text, index);
        return c >= '0' && c <= '9';
    }

    private static boolean isSeparator(char c) {
        return c == ' ' || c == '-' || c == '.' || c == '+' || c == '\u00a0';
    }

    private static boolean passesLuhn(int[] digits, int count) {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            int digit = digits[count - 1 - i];
            int value = i % 2 == 1 ? digit * 2 : digit;
            sum += value > 9 ? value - 9 : value;
        }
        return sum % 10 == 0;
    }
}
