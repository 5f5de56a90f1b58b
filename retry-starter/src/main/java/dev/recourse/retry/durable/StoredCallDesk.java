package dev.recourse.retry.durable;

import dev.recourse.retry.durable.CallStore.Entry;
import dev.recourse.retry.durable.CallStore.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Shows stored calls to people, without their arguments, and does what these decide. */
public final class StoredCallDesk {

    private final CallStore store;
    private final StoredCallFormat format;

    public StoredCallDesk(CallStore store, StoredCallFormat format) {
        this.store = store;
        this.format = format;
    }

    /**
     * A stored call.
     *
     * @param id of the stored call
     * @param state {@code waiting}, {@code running} or {@code parked}
     * @param call stable name of the method, null where the data cannot be read
     * @param client name of the client, or how the id begins
     * @param attempt number of attempts that were made
     * @param notBefore earliest time of the next one, null where none is made
     * @param firstSeen when it was stored first
     * @param failure status or type of the last failure
     * @param reason why it is parked
     */
    public record Summary(
            String id,
            String state,
            @Nullable String call,
            String client,
            int attempt,
            @Nullable Instant notBefore,
            @Nullable Instant firstSeen,
            @Nullable String failure,
            @Nullable String reason) {}

    /** Returns calls that are kept, the parked ones first; at most so many. */
    public List<Summary> latest(int most) {
        return store.entries(most).stream().map(this::summary).toList();
    }

    private Summary summary(Entry entry) {
        boolean parked = entry.state() == State.PARKED;
        StoredCall call = read(entry);
        if (call == null) {
            return new Summary(
                    entry.id(),
                    state(entry),
                    null,
                    StoredId.prefixOf(entry.id()),
                    0,
                    null,
                    null,
                    null,
                    parked ? ParkReason.UNREADABLE.toString() : null);
        }
        return new Summary(
                entry.id(),
                state(entry),
                call.name(),
                call.client(),
                call.attempt(),
                parked ? null : call.notBefore(),
                call.firstSeen(),
                call.failure() == null ? null : call.failure().toString(),
                parked ? reason(call) : null);
    }

    private static String reason(StoredCall call) {
        return call.parked() == null ? ParkReason.UNREADABLE.toString() : call.parked();
    }

    private static String state(Entry entry) {
        return entry.state().name().toLowerCase(Locale.ROOT);
    }

    private @Nullable StoredCall read(Entry entry) {
        try {
            return entry.data() == null ? null : format.read(entry.data());
        } catch (RuntimeException ex) {
            return null;
        }
    }

    /** Runs a call now, with all of its retries; returns whether it was there, and not being run. */
    public boolean runAgain(String id) {
        Entry entry = store.entry(id);
        if (entry == null || entry.state() == State.RUNNING) {
            return false;
        }
        Instant now = store.now();
        StoredCall call = read(entry);
        return store.replace(id, call == null ? null : format.write(call.anew(now)), now);
    }

    /** Drops a call; returns whether it was there, and not being run. */
    public boolean drop(String id) {
        return store.remove(id);
    }

    /** Returns after how long a call is taken over at the latest of which the node has died, null if none ever is. */
    public @Nullable Duration takeover() {
        return store.takeover();
    }
}
