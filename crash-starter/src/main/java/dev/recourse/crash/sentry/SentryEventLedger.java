package dev.recourse.crash.sentry;

import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Knows who brought a throwable to Sentry first: a crash report, or an integration of Sentry's.
 *
 * <p>By identity, for the last few throwables, none of which it keeps alive.
 */
public final class SentryEventLedger {

    private static final int MOST = 200;

    private final Deque<Sighting> sightings = new ArrayDeque<>();

    private final Function<Throwable, @Nullable String> reports;

    /** Creates a ledger that knows no reports but those that it is told of. */
    public SentryEventLedger() {
        this(failure -> null);
    }

    /**
     * Creates a ledger.
     *
     * @param reports returns the id of the report that is being made of a throwable, and not sent yet, or null
     */
    public SentryEventLedger(Function<Throwable, @Nullable String> reports) {
        this.reports = reports;
    }

    /**
     * Notes somebody else's event, and returns the id of the report that was there before, if any.
     *
     * @param answer null if it cannot be known, so that the event cannot stand for a report
     */
    @Nullable
    String theirs(Throwable failure, @Nullable CompletableFuture<SentryResponse> answer) {
        String report = reports.apply(failure);
        return report == null ? note(failure, answer) : report;
    }

    private synchronized @Nullable String note(Throwable failure, @Nullable CompletableFuture<SentryResponse> answer) {
        Sighting earlier = find(failure);
        if (earlier != null && earlier.report != null) {
            return earlier.report;
        }
        if (answer != null) {
            note(new Sighting(new WeakReference<>(failure), null, answer));
        }
        return null;
    }

    /** Notes a report, and returns the answer to somebody else's event that was there before, if any. */
    synchronized @Nullable CompletableFuture<SentryResponse> ours(Throwable failure, String report) {
        Sighting earlier = find(failure);
        if (earlier != null && earlier.report == null) {
            return earlier.answer;
        }
        replace(failure, report);
        return null;
    }

    /** Notes a report in the place of whatever was there. */
    synchronized void replace(Throwable failure, String report) {
        note(new Sighting(new WeakReference<>(failure), report, null));
    }

    private void note(Sighting sighting) {
        Throwable failure = sighting.failure.get();
        sightings.removeIf(other -> other.failure.get() == failure || other.failure.get() == null);
        if (sightings.size() == MOST) {
            sightings.removeLast();
        }
        sightings.addFirst(sighting);
    }

    private @Nullable Sighting find(Throwable failure) {
        for (Sighting sighting : sightings) {
            if (sighting.failure.get() == failure) {
                return sighting;
            }
        }
        return null;
    }

    /** One throwable that Sentry has seen. */
    private record Sighting(
            WeakReference<Throwable> failure,
            @Nullable String report,
            @Nullable CompletableFuture<SentryResponse> answer) {}
}
