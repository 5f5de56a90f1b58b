package dev.recourse.crash;

/**
 * Carries a report away.
 *
 * <p>Called at the same time as the other senders, by one process at a time; called again with the same report until it was delivered or refused.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface CrashReportSender {

    /**
     * Tries once to deliver a report.
     *
     * <p>{@link Delivery#LATER} is about this report: the others are sent all the same.
     *
     * @param report rendered and redacted, in its newest state
     * @return how it went
     * @throws Exception any; counts as {@link Delivery#LATER}, with its message as the answer. After five exceptions in a row, or when they
     *     have cost ten seconds, the sender counts as down, and the other reports wait for the next run
     */
    Delivery send(CrashReport report) throws Exception;

    /**
     * Delivers what the user has said about a crash, {@link CrashReport#comment}, whose report this sender has delivered already; by default
     * nothing. A report that is sent later has the comment.
     *
     * @param report with the comment
     * @return how it went
     * @throws Exception any; counts as {@link Delivery#LATER}, after which the whole report is sent again
     */
    default Delivery comment(CrashReport report) throws Exception {
        return Delivery.DELIVERED;
    }
}
