package dev.recourse.crash.send;

import dev.recourse.crash.CrashFeedback.Consent;
import dev.recourse.crash.CrashReport;
import org.jspecify.annotations.Nullable;

/** Whether reports may leave this machine: as configured, or as the user has chosen who is asked. */
public final class SendConsent {

    private final @Nullable RememberedConsent remembered;

    private volatile @Nullable Consent current;

    private SendConsent(@Nullable RememberedConsent remembered, @Nullable Consent current) {
        this.remembered = remembered;
        this.current = current;
    }

    /** Returns one that nobody can change. */
    public static SendConsent fixed(Consent consent) {
        return new SendConsent(null, consent);
    }

    /** Returns the choice of a user who is asked. */
    public static SendConsent asked(RememberedConsent remembered) {
        return new SendConsent(remembered, null);
    }

    /** Returns what holds now. */
    public Consent current() {
        Consent known = current;
        if (known == null && remembered != null) {
            known = remembered.read();
            current = known;
        }
        return known == null ? Consent.ASK : known;
    }

    /** Returns whether the user can change it. */
    public boolean isAsked() {
        return remembered != null;
    }

    /** Returns whether anything about a crash may leave, whichever it is. */
    public boolean isGiven() {
        return current() == Consent.ALWAYS;
    }

    /** Returns whether a report may leave. */
    public boolean isGivenFor(CrashReport report) {
        return switch (current()) {
            case ALWAYS -> true;
            case ASK -> report.delivery().consent();
            case NEVER -> false;
        };
    }

    /** Takes over what was chosen in another process. */
    void refresh() {
        if (remembered != null) {
            current = remembered.read();
        }
    }

    void choose(Consent choice) {
        if (remembered == null) {
            throw new IllegalStateException("The user has no choice: set recourse.crash.consent to ask");
        }
        current = choice;
        remembered.write(choice);
    }
}
