package dev.recourse.configuration;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the word that somebody meant. */
public final class Words {

    private Words() {}

    /** Returns the known word that is meant, if any is close enough: mistyped, or with a part more or less. */
    public static Optional<String> nearest(String typed, Collection<String> known) {
        return mistyped(typed, known).or(() -> shortest(typed, known));
    }

    /** Returns the known word that is next to a mistyped one, if any is close enough to be meant. */
    static Optional<String> mistyped(String typed, Collection<String> known) {
        String word = uniform(typed);
        return known.stream()
                .filter(candidate -> slips(word, uniform(candidate)) <= tolerance(word))
                .min(Comparator.comparingInt((String candidate) -> slips(word, uniform(candidate)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Returns the shortest of the known words that have the typed one as a part, or are a part of it. */
    private static Optional<String> shortest(String typed, Collection<String> known) {
        Set<String> parts = parts(typed);
        return known.stream()
                .filter(candidate -> parts(candidate).containsAll(parts) || parts.containsAll(parts(candidate)))
                .min(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));
    }

    private static Set<String> parts(String word) {
        return Stream.of(word.replaceAll("([a-z0-9])([A-Z])", "$1-$2").split("[-_. ]+"))
                .map(Words::uniform)
                .collect(Collectors.toSet());
    }

    /** Returns how many letters were inserted, left out, replaced, or swapped with the next. */
    public static int slips(String word, String other) {
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

    /** One slip for three letters, so that a short word is not taken for any other. */
    private static int tolerance(String word) {
        return Math.min(4, Math.max(1, (word.length() + 1) / 3));
    }

    /** Returns a name as Boot compares it: small letters and digits only. */
    static String uniform(String name) {
        StringBuilder uniform = new StringBuilder(name.length());
        name.chars()
                .filter(Character::isLetterOrDigit)
                .map(Character::toLowerCase)
                .forEach(c -> uniform.append((char) c));
        return uniform.toString();
    }
}
