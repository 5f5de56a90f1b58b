package dev.recourse.retry.observe;

import dev.recourse.retry.RetryEvent;
import dev.recourse.retry.engine.Text;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.function.Consumer;

/** Makes each wait an event of the observation in progress, and thereby of the span in a trace. */
public final class RetryObservations implements Consumer<RetryEvent> {

    private final ObservationRegistry registry;

    public RetryObservations(ObservationRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void accept(RetryEvent event) {
        if (event instanceof RetryEvent.Wait wait) {
            Observation current = registry.getCurrentObservation();
            if (current != null) {
                current.event(Observation.Event.of("recourse.retry.wait", text(wait)));
            }
        }
    }

    private static String text(RetryEvent.Wait wait) {
        return wait.call() + " waits " + Text.of(wait.delay()) + ", " + wait.explanation();
    }
}
