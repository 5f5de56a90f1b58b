package dev.recourse.crash.locals;

import org.jspecify.annotations.Nullable;

/** Turns the value of a local variable into a short, redacted text. */
@FunctionalInterface
public interface LocalsRenderer {

    /**
     * Returns the text of a value; called on the thread that throws where {@link #isPlain} says so, else on a thread of the
     * recorder, which waits for the answer, but not long. There a value must not be asked, nor one within it, whose type
     * {@link LocalsRecorder#isBoundToThread is bound to its thread}.
     *
     * @param name of the variable
     */
    String render(String name, @Nullable Object value);

    /** Returns whether the text of a value comes at once, without any code of the application. */
    default boolean isPlain(@Nullable Object value) {
        return value == null || value instanceof String || PlainTypes.contain(value.getClass());
    }

    /** Returns how many variables of a frame are rendered. */
    default int maxVariables() {
        return 50;
    }
}
