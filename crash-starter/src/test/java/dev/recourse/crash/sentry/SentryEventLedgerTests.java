package dev.recourse.crash.sentry;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class SentryEventLedgerTests {

    private final SentryEventLedger sightings = new SentryEventLedger();
    private final CompletableFuture<SentryResponse> answer = new CompletableFuture<>();

    @Test
    void oursWhenTheirsWasFirstIsTheirAnswer() {
        Exception failure = new Exception();
        assertThat(sightings.theirs(failure, answer)).isNull();
        assertThat(sightings.ours(failure, "id")).isSameAs(answer);
    }

    @Test
    void theirsWhenOursWasFirstIsOurReport() {
        Exception failure = new Exception();
        assertThat(sightings.ours(failure, "id")).isNull();
        assertThat(sightings.theirs(failure, answer)).isEqualTo("id");
    }

    @Test
    void oursWhenReplacedIsOurs() {
        Exception failure = new Exception();
        sightings.theirs(failure, answer);
        sightings.replace(failure, "id");
        assertThat(sightings.ours(failure, "id")).isNull();
        assertThat(sightings.theirs(failure, answer)).isEqualTo("id");
    }

    @Test
    void throwablesAreToldApartByIdentityAndTheirMethodsNotCalled() {
        assertThat(sightings.theirs(new Hostile(), answer)).isNull();
        assertThat(sightings.ours(new Hostile(), "id")).isNull();
    }

    @Test
    void throwablesSeenLastAreKnown() {
        List<Exception> failures = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            failures.add(new Exception());
            sightings.replace(failures.get(i), Integer.toString(i));
        }
        assertThat(sightings.theirs(failures.get(999), answer)).isEqualTo("999");
        assertThat(sightings.theirs(failures.get(0), answer)).isNull();
    }

    @Test
    void throwablesAreNotKeptAlive() {
        WeakReference<Exception> gone = new WeakReference<>(new Exception());
        Exception failure = gone.get();
        sightings.theirs(failure, answer);
        failure = null;
        Awaitility.await().until(() -> {
            System.gc();
            return gone.get() == null;
        });
    }

    /** An exception that is equal to others and fails to say so. */
    private static final class Hostile extends Exception {

        @Override
        public boolean equals(Object other) {
            throw new IllegalStateException("equals");
        }

        @Override
        public int hashCode() {
            throw new IllegalStateException("hashCode");
        }
    }
}
