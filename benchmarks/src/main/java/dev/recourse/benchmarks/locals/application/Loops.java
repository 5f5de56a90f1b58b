package dev.recourse.benchmarks.locals.application;

import java.util.List;

/** Loops over arrays, a list and a text. */
public final class Loops {

    private Loops() {}

    public static long product(int[][] left, int[][] right) {
        long sum = 0;
        for (int row = 0; row < left.length; row++) {
            for (int column = 0; column < right[0].length; column++) {
                int cell = 0;
                for (int i = 0; i < right.length; i++) {
                    cell += left[row][i] * right[i][column];
                }
                sum += cell;
            }
        }
        return sum;
    }

    public static int longest(List<String> words) {
        int longest = 0;
        for (String word : words) {
            int length = word.length();
            longest = Math.max(longest, length);
        }
        return longest;
    }

    public static int letters(String text) {
        int letters = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            letters += c >= 'a' && c <= 'z' ? 1 : 0;
        }
        return letters;
    }
}
