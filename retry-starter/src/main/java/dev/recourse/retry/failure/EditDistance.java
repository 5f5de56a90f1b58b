package dev.recourse.retry.failure;

/** How many letters must be inserted, removed or replaced to turn one word into another. */
final class EditDistance {

    private EditDistance() {}

    static boolean isAtMost(int limit, String word, String other) {
        return Math.abs(word.length() - other.length()) <= limit && between(word, other) <= limit;
    }

    private static int between(String word, String other) {
        int[] row = new int[other.length() + 1];
        for (int column = 0; column < row.length; column++) {
            row[column] = column;
        }
        for (int line = 1; line <= word.length(); line++) {
            int diagonal = row[0];
            row[0] = line;
            for (int column = 1; column < row.length; column++) {
                int replaced = diagonal + (word.charAt(line - 1) == other.charAt(column - 1) ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.min(replaced, 1 + Math.min(row[column - 1], row[column]));
            }
        }
        return row[other.length()];
    }
}
