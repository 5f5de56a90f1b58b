package dev.recourse.retry.durable;

import dev.recourse.retry.RetryEvent;
import dev.recourse.retry.durable.StoredCall.LastFailure;
import dev.recourse.retry.event.RetryEventDispatcher;
import java.time.Instant;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/** Writes what becomes of a call, and tells people of those that are parked. */
final class VerdictWriter {

    private static final Log log = LogFactory.getLog("dev.recourse.retry");

    private final StoredCallFormat format;
    private final RetryEventDispatcher events;

    VerdictWriter(StoredCallFormat format, RetryEventDispatcher events) {
        this.format = format;
        this.events = events;
    }

    /** Lets a call be run later in its new state, or in that which is stored where the new one cannot be written. */
    Verdict again(String id, StoredCall call, Instant due) {
        String data = written(id, call);
        return data == null ? new Verdict.Leave(due) : new Verdict.Again(data, due);
    }

    Verdict park(String id, StoredCall call, ParkReason reason, int attempts, @Nullable LastFailure last) {
        StoredCall parked = call.parked(reason, attempts, last);
        tellParked(id, call.client(), call.label(), parked.attempt(), reason, String.valueOf(parked.failure()));
        return new Verdict.Park(written(id, parked), reason);
    }

    /** Keeps the bytes as they are: a later version may read them. */
    Verdict.Park unreadable(String id, String problem) {
        tellParked(id, StoredId.prefixOf(id), "?", 0, ParkReason.UNREADABLE, problem);
        return new Verdict.Park(null, ParkReason.UNREADABLE);
    }

    private @Nullable String written(String id, StoredCall call) {
        try {
            return format.write(call);
        } catch (RuntimeException ex) {
            log.warn("The new state of stored call " + id + " cannot be written. It keeps the old one.", ex);
            return null;
        }
    }

    private void tellParked(String id, String client, String label, int attempts, ParkReason reason, String detail) {
        log.error("Stored call " + id + " of " + label + " is parked, " + reason + " after " + attempts
                + " attempts: " + detail + ". Run it again with POST, or drop it with DELETE,"
                + " on retryonstatus/stored/" + id + " of the actuator.");
        events.tell(() -> new RetryEvent.Park(client, label, id, attempts, reason.toString()));
    }
}
