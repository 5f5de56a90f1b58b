package dev.recourse.retry.client;

import dev.recourse.retry.RetryEvent.Outcome;
import dev.recourse.retry.time.MonotonicClock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Limits the warnings about the calls of a client: one a minute for each call and outcome. */
final class WarningThrottle {

    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Map<Topic, Long> latest = new ConcurrentHashMap<>();
    private final MonotonicClock clock;

    WarningThrottle(MonotonicClock clock) {
        this.clock = clock;
    }

    /** Returns whether it is time to warn of a call that ends so. */
    boolean isDue(String label, Outcome outcome) {
        Topic topic = new Topic(label, outcome);
        Long last = latest.get(topic);
        if (last == null) {
            return latest.putIfAbsent(topic, clock.start()) == null;
        }
        return clock.elapsed(last).compareTo(PAUSE) >= 0 && latest.replace(topic, last, clock.start());
    }

    private record Topic(String label, Outcome outcome) {}
}
