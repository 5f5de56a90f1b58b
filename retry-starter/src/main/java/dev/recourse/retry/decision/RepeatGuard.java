package dev.recourse.retry.decision;

import dev.recourse.retry.delay.DelayResult;
import dev.recourse.retry.failure.Failure;
import dev.recourse.retry.idempotency.HttpMethods;
import dev.recourse.retry.idempotency.SentRequests;
import dev.recourse.retry.settings.Settings;
import dev.recourse.retry.settings.Settings.Idempotent;
import org.jspecify.annotations.Nullable;

/** Keeps a request from being sent again that the server may have processed, where that may do harm. */
final class RepeatGuard {

    private static final String MAY_BE_PROCESSED = "the server may have processed it, and it is not idempotent";

    private static final String EARLIER_MAY_BE_PROCESSED =
            "the server may have processed another request of it, which is not idempotent";

    private RepeatGuard() {}

    /** Returns why an attempt may not be made again, or null if it may. */
    static @Nullable String objection(Settings settings, Failure failure, SentRequests sent, DelayResult answer) {
        if (settings.idempotent() == Idempotent.TRUE) {
            return null;
        }
        String failed = settings.idempotent() == Idempotent.AUTO ? failure.method() : null;
        // With a key, the server recognizes the earlier request.
        if (settings.idempotent() == Idempotent.AUTO && !settings.idempotencyKey() && isEarlierUnsafe(sent, failed)) {
            return EARLIER_MAY_BE_PROCESSED;
        }
        boolean unsafe = settings.idempotent() == Idempotent.FALSE
                || sent == SentRequests.NOT_IDEMPOTENT
                || (failed != null && !HttpMethods.isIdempotent(failed));
        return unsafe && failure.mayBeProcessed() && !isTurnedAway(failure, answer) ? MAY_BE_PROCESSED : null;
    }

    /** Returns whether the attempt counts as idempotent only because nothing tells what it has sent. */
    static boolean isUnknown(Settings settings, Failure failure, SentRequests sent) {
        return settings.idempotent() == Idempotent.AUTO
                && sent == SentRequests.UNKNOWN
                && failure.mayBeProcessed()
                && failure.method() == null;
    }

    private static boolean isEarlierUnsafe(SentRequests sent, @Nullable String failed) {
        return sent == SentRequests.NOT_IDEMPOTENT_EARLIER
                || (sent == SentRequests.NOT_IDEMPOTENT && failed != null && HttpMethods.isIdempotent(failed));
    }

    /** A 503 that says when to come back is from a server that did not let the request in. */
    private static boolean isTurnedAway(Failure failure, DelayResult answer) {
        return failure.response() != null
                && failure.response().status() == 503
                && answer instanceof DelayResult.Delay delay
                && delay.requested() != null;
    }
}
