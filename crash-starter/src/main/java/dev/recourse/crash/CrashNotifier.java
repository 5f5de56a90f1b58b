package dev.recourse.crash;

/**
 * Tells people of a crash; a bean of this type replaces the lines on the console.
 *
 * <p>Each notifier is called on a thread of its own, one crash after the other. The end of the process waits for it, but not longer than two seconds.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface CrashNotifier {

    /**
     * Called when a crash is printed and its report is stored.
     *
     * @param notice with the report's id and file
     */
    void crashed(CrashNotice notice);

    /**
     * Called after {@link #crashed}, once it is known whether the report was sent; by default it does nothing.
     *
     * @param notice of the same crash, in which {@link CrashNotice#delivered} is up to date
     */
    default void delivery(CrashNotice notice) {}
}
