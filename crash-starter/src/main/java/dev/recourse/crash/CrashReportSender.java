package dev.recourse.crash;

/**
 * Carries a report away.
 *
 * <p>Called in turn with the other senders, by one process at a time; called again with the same report until it was delivered or refused.
 */
@FunctionalInterface
public interface CrashReportSender {

    /**
     * Tries once to deliver a report.
     *
     * @throws Exception any; counts as {@link Delivery#LATER}, with its message as the answer
     */
    Delivery send(CrashReport report) throws Exception;
}
