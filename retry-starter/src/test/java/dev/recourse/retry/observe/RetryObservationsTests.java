package dev.recourse.retry.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.retry.RetryEvent.End;
import dev.recourse.retry.RetryEvent.Outcome;
import dev.recourse.retry.RetryEvent.Wait;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetryObservationsTests {

    private final List<String> events = new ArrayList<>();

    private final ObservationRegistry registry = ObservationRegistry.create();

    private final RetryObservations observations = new RetryObservations(registry);

    RetryObservationsTests() {
        registry.observationConfig().observationHandler(new ObservationHandler<>() {
            @Override
            public void onEvent(Observation.Event event, Observation.Context context) {
                events.add(context.getName() + ": " + event.getName() + ": " + event.getContextualName());
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }
        });
    }

    @Test
    void waitIsAnEventOfTheObservationInProgress() {
        Observation.createNotStarted("outer", registry)
                .observe(() -> Observation.createNotStarted("inner", registry).observe(() -> {
                    assertThat(observations.isListening()).isTrue();
                    observations.onEvent(waiting());
                }));
        assertThat(events)
                .containsExactly("inner: recourse.retry.wait: GitHub.events waits 5s, the server's Retry-After");
    }

    @Test
    void waitWithoutAnObservationIsNone() {
        assertThat(observations.isListening()).isFalse();
        observations.onEvent(waiting());
        assertThat(events).isEmpty();
    }

    @Test
    void endIsNoEvent() {
        Observation.createNotStarted("call", registry)
                .observe(() -> observations.onEvent(new End("github", "GitHub.events", 2, Outcome.SUCCESS, null)));
        assertThat(events).isEmpty();
    }

    private static Wait waiting() {
        return new Wait(
                "github",
                "GitHub.events",
                1,
                4,
                Duration.ofSeconds(5),
                "429",
                "server",
                "the server's Retry-After",
                new IOException());
    }
}
