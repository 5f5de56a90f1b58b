package dev.recourse.retry.actuate;

import dev.recourse.retry.RetryEvent;
import dev.recourse.retry.engine.RetryEventListener;
import dev.recourse.retry.engine.Text;
import dev.recourse.retry.failure.Failure;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Remembers how the last calls ended that failed at least once; nothing of the failures themselves is kept. */
public final class RecentOutcomes implements RetryEventListener {

    static final int LIMIT = 50;

    private final Deque<Overview.Outcome> latestFirst = new ArrayDeque<>(LIMIT);
    private final InstantSource clock;

    public RecentOutcomes(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void onEvent(RetryEvent event) {
        if (event instanceof RetryEvent.End end) {
            remember(new Overview.Outcome(
                    clock.instant(),
                    end.client(),
                    end.call(),
                    end.attempts(),
                    Text.of(end.outcome()),
                    end.failure() == null ? null : Text.of(Failure.of(end.failure()))));
        }
    }

    private synchronized void remember(Overview.Outcome outcome) {
        if (latestFirst.size() == LIMIT) {
            latestFirst.removeLast();
        }
        latestFirst.addFirst(outcome);
    }

    synchronized List<Overview.Outcome> list() {
        return List.copyOf(latestFirst);
    }
}
