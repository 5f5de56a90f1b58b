package dev.recourse.retry.observe;

import dev.recourse.retry.RetryEvent;
import dev.recourse.retry.event.RetryEventListener;
import dev.recourse.retry.event.Text;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;

/** Adds each wait as an event to the current observation, and thereby to the span of its trace. */
public final class RetryObservations implements RetryEventListener {

    private final ObservationRegistry registry;

    public RetryObservations(ObservationRegistry registry) {
        this.registry = registry;
    }

    @Override
    public boolean isListening() {
        return registry.getCurrentObservation() != null;
    }

    @Override
    public void onEvent(RetryEvent event) {
        Observation current = registry.getCurrentObservation();
        if (current != null && event instanceof RetryEvent.Wait wait) {
            current.event(Observation.Event.of("recourse.retry.wait", text(wait)));
        }
    }

    private static String text(RetryEvent.Wait wait) {
        return wait.call() + " waits " + Text.of(wait.delay()) + ", " + wait.explanation();
    }
}
