package dev.recourse.retry.actuate;

import dev.recourse.retry.RetryEvent;
import dev.recourse.retry.event.RetryEventListener;
import dev.recourse.retry.event.Text;
import dev.recourse.retry.failure.FailureReader;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Keeps how the last failed calls ended, without their exceptions. */
public final class RecentOutcomes implements RetryEventListener {

    static final int LIMIT = 50;

    private final Deque<RetriesDescriptor.Outcome> latestFirst = new ArrayDeque<>(LIMIT);
    private final InstantSource clock;
    private final FailureReader reader;

    public RecentOutcomes(InstantSource clock, FailureReader reader) {
        this.clock = clock;
        this.reader = reader;
    }

    @Override
    public void onEvent(RetryEvent event) {
        if (event instanceof RetryEvent.End end) {
            remember(new RetriesDescriptor.Outcome(
                    clock.instant(),
                    end.client(),
                    end.call(),
                    end.attempts(),
                    Text.of(end.outcome()),
                    end.failure() == null ? null : Text.of(reader.read(end.failure()))));
        }
    }

    private synchronized void remember(RetriesDescriptor.Outcome outcome) {
        if (latestFirst.size() == LIMIT) {
            latestFirst.removeLast();
        }
        latestFirst.addFirst(outcome);
    }

    synchronized List<RetriesDescriptor.Outcome> list() {
        return List.copyOf(latestFirst);
    }
}
