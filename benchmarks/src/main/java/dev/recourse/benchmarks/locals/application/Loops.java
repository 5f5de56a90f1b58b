package dev.recourse.benchmarks.locals.application;

import java.util.List;

/** Loops over arrays, texts and a list. */
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

    public static int sum(int[] numbers) {
        int sum = 0;
        for (int i = 0; i < numbers.length; i++) {
            sum += numbers[i];
        }
        return sum;
    }

    /** Sorts by insertion. */
    public static int[] sorted(int[] numbers) {
        int[] sorted = numbers.clone();
        for (int i = 1; i < sorted.length; i++) {
            int number = sorted[i];
            int gap = i;
            while (gap > 0 && sorted[gap - 1] > number) {
                sorted[gap] = sorted[gap - 1];
                gap--;
            }
            sorted[gap] = number;
        }
        return sorted;
    }

    public static int hash(byte[] bytes) {
        int hash = 7;
        for (byte b : bytes) {
            hash = 31 * hash + b;
        }
        return hash;
    }

    /** Returns how many characters have to be changed, added or removed (Levenshtein). */
    public static int distance(String from, String to) {
        int[] costs = new int[to.length() + 1];
        for (int j = 0; j < costs.length; j++) {
            costs[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = costs[0];
            costs[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = from.charAt(i - 1) == to.charAt(j - 1) ? diagonal : diagonal + 1;
                diagonal = costs[j];
                costs[j] = Math.min(replaced, 1 + Math.min(costs[j - 1], costs[j]));
            }
        }
        return costs[to.length()];
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
