package dev.recourse.crash.send;

import dev.recourse.crash.CrashFeedback;
import dev.recourse.crash.render.Redactor;
import dev.recourse.crash.render.TextCut;
import java.util.concurrent.CompletableFuture;

/** Carries out what the user says about reports. */
public final class UserFeedback implements CrashFeedback {

    /** As much as Sentry takes. */
    private static final int LONGEST_COMMENT = 4096;

    /** As much as is searched for secrets before it is cut. */
    private static final int LONGEST_TEXT = 4 * LONGEST_COMMENT;

    private final SendConsent consent;

    private final ReportDelivery delivery;

    private final Redactor redactor;

    public UserFeedback(SendConsent consent, ReportDelivery delivery, Redactor redactor) {
        this.consent = consent;
        this.delivery = delivery;
        this.redactor = redactor;
    }

    @Override
    public Consent consent() {
        return consent.current();
    }

    /** Returns whether the user has a choice. */
    public boolean isAsked() {
        return consent.isAsked();
    }

    @Override
    public void consent(Consent choice) {
        consent.choose(choice);
        delivery.sendPendingSoon();
    }

    @Override
    public void decide(String id, boolean send) {
        CompletableFuture<Boolean> unused = decided(id, send);
    }

    /** As {@link #decide}; the result is whether the report was delivered, once that was tried. */
    public CompletableFuture<Boolean> decided(String id, boolean send) {
        return send ? delivery.allow(id) : delivery.refuse(id);
    }

    @Override
    public void comment(String id, String text) {
        if (!text.isBlank()) {
            CompletableFuture<Boolean> unused = delivery.comment(id, shown(text));
        }
    }

    /** Returns what people may see of a text that the user has written. */
    public String shown(String text) {
        return TextCut.cut(redactor.text(TextCut.cut(text.strip(), LONGEST_TEXT)), LONGEST_COMMENT);
    }
}
