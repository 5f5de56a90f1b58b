package dev.recourse.crash.store;

import java.io.IOException;

/** A directory cannot be used, for it is not the application's own. The message says what to do. */
final class UnsafeDirectoryException extends IOException {

    private static final long serialVersionUID = 1L;

    UnsafeDirectoryException(String message) {
        super(message);
    }
}
