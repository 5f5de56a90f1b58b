package dev.recourse.crash.render;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Tells the names of secrets: whole words in any case style, or the end of a run-together word. */
final class SecretNames {

    private static final int LONGEST_RUN = 3;

    private static final int SHORTEST = 2;

    private static final int LONGEST_NAME = 200;

    private final Set<String> words = new HashSet<>(SecretWords.ANYWHERE);

    SecretNames(Collection<String> added) {
        added.stream()
                .map(word -> String.join("", split(word)))
                .filter(word -> !word.isEmpty())
                .forEach(words::add);
    }

    /** Returns whether a value of this name is a secret. */
    boolean matches(String name) {
        if (name.length() < SHORTEST) {
            return words.contains(name);
        }
        List<String> parts = split(relevant(name));
        if (parts.isEmpty() || isAbout(parts)) {
            return false;
        }
        for (int from = 0; from < parts.size(); from++) {
            if (matchesFrom(parts, from, 0)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether the last words of a phrase are the name of a secret, as in {@code the api key}. */
    boolean endsPhrase(String phrase) {
        List<String> parts = split(phrase);
        for (int from = Math.max(0, parts.size() - LONGEST_RUN); from < parts.size(); from++) {
            if (matchesFrom(parts, from, parts.size())) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether the name is a plural: a number beside it counts secrets and is none. */
    static boolean isPlural(String name) {
        String last = lastWord(name);
        return last.endsWith("s") && !last.endsWith("ss");
    }

    /** Returns whether the last word of the name, in its singular, is one of these. */
    static boolean endsWith(String name, Set<String> words) {
        return isIn(words, lastWord(name));
    }

    private static boolean isAbout(List<String> parts) {
        String before = parts.size() > 1 ? parts.get(parts.size() - 2) : "";
        return isIn(SecretWords.ABOUT, last(parts)) && !SecretWords.OWNERS.contains(before);
    }

    private boolean matchesFrom(List<String> parts, int from, int end) {
        StringBuilder run = new StringBuilder();
        for (int to = from; to < Math.min(parts.size(), from + LONGEST_RUN); to++) {
            run.append(parts.get(to));
            if ((end == 0 || to == end - 1) && isIn(words, run.toString())) {
                return true;
            }
        }
        return (end == 0 || from == end - 1) && hasSecretEnding(parts.get(from));
    }

    private static boolean hasSecretEnding(String word) {
        String singular = word.endsWith("s") && !word.endsWith("ss") ? word.substring(0, word.length() - 1) : word;
        for (String ending : SecretWords.ENDINGS) {
            if (singular.endsWith(ending)) {
                return !SecretWords.NO_ENDINGS.contains(word);
            }
        }
        return false;
    }

    private static boolean isIn(Set<String> words, String word) {
        return words.contains(word) || (word.endsWith("s") && words.contains(word.substring(0, word.length() - 1)));
    }

    private static String last(List<String> parts) {
        return parts.get(parts.size() - 1);
    }

    /** Returns the part of a name that tells: of a class with its package only the class, of {@code -Dname} the name. */
    private static String relevant(String name) {
        String end = name.substring(Math.max(0, name.length() - LONGEST_NAME));
        int dot = end.lastIndexOf('.');
        if (dot > 0
                && dot + 1 < end.length()
                && Character.isUpperCase(end.charAt(dot + 1))
                && end.substring(0, dot).chars().noneMatch(Character::isUpperCase)) {
            return end.substring(dot + 1);
        }
        return end.startsWith("-D") ? end.substring(2) : end;
    }

    private static String lastWord(String name) {
        int end = name.length();
        while (end > 0 && !Character.isLetter(name.charAt(end - 1))) {
            end--;
        }
        int start = end;
        while (start > 0 && Character.isLetter(name.charAt(start - 1)) && (start == end || !isHump(name, start))) {
            start--;
        }
        return name.substring(start, end).toLowerCase(Locale.ROOT);
    }

    private static List<String> split(String name) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= name.length(); i++) {
            boolean end = i == name.length() || !Character.isLetter(name.charAt(i));
            if (end || isHump(name, i)) {
                if (i > start) {
                    parts.add(name.substring(start, i).toLowerCase(Locale.ROOT));
                }
                start = end ? i + 1 : i;
            }
        }
        return parts;
    }

    /** Returns whether a word begins here without a separator, as in {@code apiKey} and {@code JWTToken}. */
    private static boolean isHump(String name, int i) {
        if (i == 0 || !Character.isUpperCase(name.charAt(i))) {
            return false;
        }
        return Character.isLowerCase(name.charAt(i - 1))
                || (Character.isUpperCase(name.charAt(i - 1))
                        && i + 1 < name.length()
                        && Character.isLowerCase(name.charAt(i + 1)));
    }
}
