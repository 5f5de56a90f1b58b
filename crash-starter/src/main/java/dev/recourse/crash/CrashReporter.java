package dev.recourse.crash;

/**
 * Reports a failure by hand.
 *
 * @since 0.1
 */
public interface CrashReporter {

    /**
     * Stores a report of the failure, which is sent in the background; never throws.
     *
     * @param failure what was caught
     * @return the report's id; that of the earlier report where the same crash was reported a moment ago, and empty
     *     where no report could be made
     */
    String report(Throwable failure);
}
