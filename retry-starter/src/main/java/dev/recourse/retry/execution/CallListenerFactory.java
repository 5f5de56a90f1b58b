package dev.recourse.retry.execution;

import dev.recourse.retry.settings.Settings;
import org.jspecify.annotations.Nullable;

/** Creates the listener of a call, on behalf of the user's listeners of one kind. */
@FunctionalInterface
public interface CallListenerFactory {

    /**
     * Returns the listener of one call, or null if the user has none.
     *
     * @throws RuntimeException if a listener bean cannot be created
     */
    @Nullable
    CallListener create(Attempt<?, ?> attempt, Settings settings);
}
