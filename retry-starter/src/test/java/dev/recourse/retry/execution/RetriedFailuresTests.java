package dev.recourse.retry.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.retry.failure.FailureReader;
import dev.recourse.retry.idempotency.EventOrder;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.http.ResponseEntity;

class RetriedFailuresTests {

    @Test
    void failureWhenARetriedCallHasEndedWithItOrACauseOfItIsKnown() {
        IOException failure = new IOException();
        assertThat(RetriedFailures.contains(failure)).isFalse();
        RetriedFailures.add(failure);
        assertThat(RetriedFailures.contains(failure)).isTrue();
        assertThat(RetriedFailures.contains(new IllegalStateException(failure))).isTrue();
        assertThat(RetriedFailures.contains(new IOException())).isFalse();
    }

    @Test
    void failureWhenThrownAgainByALaterCallIsThatOfNoRetriedOne() {
        IOException failure = new IOException();
        long before = EventOrder.now();
        RetriedFailures.add(failure);
        assertThat(RetriedFailures.contains(failure, before)).isTrue();
        assertThat(RetriedFailures.contains(failure, EventOrder.now())).isFalse();
    }

    @Test
    void failureWhenAnotherEqualsItIsNotTakenForThat() {
        RetriedFailures.add(new Alike());
        assertThat(RetriedFailures.contains(new Alike())).isFalse();
    }

    @Test
    void valueThatReportsAFailureIsKnownByItselfWhoeverReadsIt() {
        ResponseEntity<String> value = ResponseEntity.status(429).build();
        RetriedFailures.add(FailureReader.DEFAULT.readValue(value).exception());
        assertThat(RetriedFailures.contains(
                        FailureReader.DEFAULT.readValue(value).exception()))
                .isTrue();
    }

    private static final class Alike extends Exception {

        @Override
        public boolean equals(Object other) {
            return other instanceof Alike;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }
}
