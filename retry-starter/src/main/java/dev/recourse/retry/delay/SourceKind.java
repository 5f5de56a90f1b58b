package dev.recourse.retry.delay;

import java.util.Locale;

/** The kinds of source, each by the word that events and meters have for it. */
public enum SourceKind {
    FIXED,
    EXPONENTIAL,
    RANDOM,
    SERVER,
    HEADER,
    BODY,
    ATTRIBUTE;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** Returns whether the delay is what the server asked for, rather than what is configured. */
    public boolean isRequestedByServer() {
        return this != FIXED && this != EXPONENTIAL && this != RANDOM;
    }

    @Override
    public String toString() {
        return word;
    }
}
