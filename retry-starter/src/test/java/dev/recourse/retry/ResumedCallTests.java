package dev.recourse.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResumedCallTests {

    private final RetryLaterException later =
            new RetryLaterException(Duration.ofSeconds(1), Instant.EPOCH, 1, "shop", null, new Exception("first"));

    @Test
    void boundWhenNestedIsTheInnerOneUntilItIsClosed() {
        assertThat(ResumedCall.bound()).isNull();
        try (ResumedCall outer = ResumedCall.bind("Shop.order", 1, null)) {
            try (ResumedCall inner = ResumedCall.bind("Shop.pay", 2, "\"key\"")) {
                assertThat(ResumedCall.bound()).isSameAs(inner);
            }
            assertThat(ResumedCall.bound()).isSameAs(outer);
        }
        assertThat(ResumedCall.bound()).isNull();
    }

    @Test
    void boundWhenBoundElsewhereIsNothing() {
        try (ResumedCall resumed = ResumedCall.bind("Shop.order", 1, null)) {
            assertThat(CompletableFuture.supplyAsync(ResumedCall::bound).join()).isNull();
            CompletableFuture.runAsync(resumed::close).join();
            assertThat(ResumedCall.bound()).isSameAs(resumed);
        }
    }

    @Test
    void takeWhenLabelIsItsOwnIsTrueOnce() {
        try (ResumedCall resumed = ResumedCall.bind("Shop.order", 1, null)) {
            assertThat(resumed.take("Shop.pay")).isFalse();
            assertThat(resumed.take("Shop.order")).isTrue();
            assertThat(resumed.take("Shop.order")).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\"a\"\r\nX-Other: b", "\u00e9", "a\u0000"})
    void bindWhenKeyCannotBeAHeaderIsRefused(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResumedCall.bind("Shop.order", 1, key))
                .withMessageContaining("visible ASCII");
        assertThat(ResumedCall.bound()).isNull();
    }

    @Test
    void bindWhenAttemptIsNegativeIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResumedCall.bind("Shop.order", -1, null))
                .withMessage("The attempt (-1) must be zero or more");
    }

    @Test
    void inWhenItIsTheFailureOrACauseFindsTheNearest() {
        assertThat(RetryLaterException.in(later)).isSameAs(later);
        assertThat(RetryLaterException.in(new Exception(new IllegalStateException(later))))
                .isSameAs(later);
        RetryLaterException outer =
                new RetryLaterException(Duration.ofSeconds(2), Instant.EPOCH, 2, "shop", null, new Exception(later));
        assertThat(RetryLaterException.in(new Exception(outer))).isSameAs(outer);
    }

    @Test
    void inWhenItIsOnlySuppressedFindsNothing() {
        Exception failure = new Exception("another");
        failure.addSuppressed(later);
        assertThat(RetryLaterException.in(failure)).isNull();
    }

    @Test
    void inWhenCausesAreACircleOrThrowFindsNothing() {
        Exception first = new Exception("first");
        first.initCause(new Exception("second", first));
        assertThat(RetryLaterException.in(first)).isNull();
        assertThat(RetryLaterException.in(new Exception() {
                    @Override
                    public synchronized Throwable getCause() {
                        throw new IllegalStateException("no cause for you");
                    }
                }))
                .isNull();
    }
}
