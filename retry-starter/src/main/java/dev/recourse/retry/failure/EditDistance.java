package dev.recourse.retry.failure;

/** How many slips of a finger lie between two words: letters inserted, removed, replaced or swapped with the next. */
public final class EditDistance {

    private EditDistance() {}

    /** Returns whether one word becomes the other by no more slips than the limit. */
    public static boolean isAtMost(int limit, String word, String other) {
        return Math.abs(word.length() - other.length()) <= limit && between(word, other) <= limit;
    }

    private static int between(String word, String other) {
        int[][] slips = new int[word.length() + 1][other.length() + 1];
        for (int i = 0; i <= word.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                slips[i][j] = i == 0 || j == 0 ? i + j : least(slips, word, i, other, j);
            }
        }
        return slips[word.length()][other.length()];
    }

    private static int least(int[][] slips, String word, int i, String other, int j) {
        boolean same = word.charAt(i - 1) == other.charAt(j - 1);
        int least = Math.min(slips[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(slips[i - 1][j], slips[i][j - 1]));
        boolean swapped = i > 1
                && j > 1
                && word.charAt(i - 1) == other.charAt(j - 2)
                && word.charAt(i - 2) == other.charAt(j - 1);
        return swapped ? Math.min(least, slips[i - 2][j - 2] + 1) : least;
    }
}
