package dev.recourse.crash;

import java.util.Map;

/**
 * Tells a report what the application knows about itself, as a section named after the bean.
 *
 * <p>Called when a crash happens and never before, on a thread of its own, for {@code recourse.crash.context.timeout} at most.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface CrashContextProvider {

    /**
     * {@return the names and values of the section} Values are rendered and redacted before they are kept.
     *
     * @throws Exception any; its type and message take the place of the section
     */
    Map<String, ?> context() throws Exception;
}
