package dev.recourse.crash.locals;

import org.jspecify.annotations.Nullable;

/** Turns the value of a local variable into a short, redacted text. */
@FunctionalInterface
public interface LocalsRenderer {

    /**
     * Returns the text of a value.
     *
     * @param name of the variable
     */
    String render(String name, @Nullable Object value);
}
