package dev.recourse.crash;

/**
 * What the user says about crashes: whether reports may be sent, and what they were doing. A bean, for a window or a settings page of the
 * application's own; the window of this starter uses it too.
 *
 * <p>Nothing here waits for the disk or the network. What concerns a report that is not there is ignored.
 *
 * @since 0.1
 */
public interface CrashFeedback {

    /** What the user has chosen for all reports. */
    enum Consent {
        /** Nothing: each report waits until the user agrees to send it. */
        ASK,
        /** Reports are sent. */
        ALWAYS,
        /** Reports stay on this machine. */
        NEVER
    }

    /** {@return what holds now: what the user has chosen, or what {@code recourse.crash.consent} says unless that is {@code ask}} */
    Consent consent();

    /**
     * Remembers a choice, in the preferences of the operating system's user, and sends what waits where it may be sent now.
     * {@link Consent#ASK} takes an earlier choice back.
     *
     * @param choice for all reports from now on
     * @throws IllegalStateException if {@code recourse.crash.consent} is not {@code ask}: there is no choice
     */
    void consent(Consent choice);

    /**
     * Decides about one report that waits. One that is not to be sent is kept, and never sent.
     *
     * @param id of the report
     * @param send whether it may be sent
     */
    void decide(String id, boolean send);

    /**
     * Adds what the user was doing to a report, which may be sent already; what they said before is replaced. Secrets are hidden, and 4,096
     * characters kept.
     *
     * @param id of the report
     * @param text in the user's words
     */
    void comment(String id, String text);
}
