package dev.recourse.crash.render;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Knows the names under which secrets are kept: whole words, in any case style. */
final class SecretNames {

    private static final List<String> BUILT_IN = List.of(
            "password",
            "passwd",
            "pass",
            "pwd",
            "passphrase",
            "passcode",
            "secret",
            "token",
            "apikey",
            "accesskey",
            "privatekey",
            "secretkey",
            "signingkey",
            "encryptionkey",
            "authorization",
            "authentication",
            "auth",
            "cookie",
            "credential",
            "bearer",
            "jwt",
            "sessionid",
            "jsessionid",
            "sid",
            "pin",
            "cvv",
            "cvc",
            "ssn",
            "iban",
            "cardnumber",
            "creditcard",
            "accesstoken",
            "refreshtoken",
            "clientsecret",
            "csrf",
            "xsrf",
            "otp",
            "signature");

    private static final int LONGEST_RUN = 3;

    private static final int LONGEST_NAME = 200;

    private final Set<String> words = new HashSet<>();

    SecretNames(Collection<String> added) {
        Stream.concat(BUILT_IN.stream(), added.stream())
                .map(word -> String.join("", split(word)))
                .filter(word -> !word.isEmpty())
                .forEach(words::add);
    }

    /** Returns whether a word of the name, or a few in a row, is one of those. */
    boolean matches(String name) {
        String property = name.startsWith("-D") ? name.substring(2) : name;
        List<String> parts = split(property.substring(Math.max(0, property.length() - LONGEST_NAME)));
        for (int from = 0; from < parts.size(); from++) {
            StringBuilder run = new StringBuilder();
            for (int to = from; to < Math.min(parts.size(), from + LONGEST_RUN); to++) {
                run.append(parts.get(to));
                if (contains(run.toString())) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean contains(String word) {
        return words.contains(word) || (word.endsWith("s") && words.contains(word.substring(0, word.length() - 1)));
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
