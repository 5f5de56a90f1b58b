package dev.recourse.crash.store;

import java.util.Locale;

/** A part of the directory; the order is that in which they are emptied when the directory is full. */
enum Folder {
    SENT,
    QUARANTINE,
    NEW,
    PENDING;

    String directoryName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
