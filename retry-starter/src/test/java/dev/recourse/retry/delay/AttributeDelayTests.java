package dev.recourse.retry.delay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recourse.retry.failure.Failure;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.CharBuffer;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttributeDelayTests {

    private static final Instant LATER = Received.NOW.plusMillis(1500);

    static final List<Arguments> usable = List.of(
            Arguments.of(Duration.ofNanos(1), Duration.ofMillis(1)),
            Arguments.of(30, Duration.ofSeconds(30)),
            Arguments.of(1.5, Duration.ofMillis(1500)),
            Arguments.of(0.1f, Duration.ofMillis(100)),
            Arguments.of(-0.0, Duration.ZERO),
            Arguments.of(Double.MIN_VALUE, Duration.ofMillis(1)),
            Arguments.of(new AtomicLong(1_696_004_807), Duration.ofSeconds(10)),
            Arguments.of(Long.MAX_VALUE, DelayResult.LONGEST),
            Arguments.of(Double.POSITIVE_INFINITY, DelayResult.LONGEST),
            Arguments.of(Duration.ofSeconds(Long.MAX_VALUE), DelayResult.LONGEST),
            Arguments.of(BigInteger.TEN.pow(50), DelayResult.LONGEST),
            Arguments.of(new BigDecimal("1e-2000000"), Duration.ofMillis(1)),
            Arguments.of("30", Duration.ofSeconds(30)),
            Arguments.of(CharBuffer.wrap(" PT30S "), Duration.ofSeconds(30)),
            Arguments.of(LATER, Duration.ofMillis(1500)),
            Arguments.of(Instant.MIN, Duration.ZERO),
            Arguments.of(Instant.MAX, DelayResult.LONGEST),
            Arguments.of(LATER.atOffset(ZoneOffset.ofHours(3)), Duration.ofMillis(1500)),
            Arguments.of(LATER.atZone(ZoneOffset.UTC), Duration.ofMillis(1500)),
            Arguments.of(Date.from(LATER), Duration.ofMillis(1500)),
            Arguments.of(Timestamp.from(LATER), Duration.ofMillis(1500)),
            Arguments.of(new java.sql.Date(LATER.toEpochMilli()), Duration.ofMillis(1500)),
            Arguments.of(Optional.of(Duration.ofSeconds(3)), Duration.ofSeconds(3)),
            Arguments.of(OptionalInt.of(3), Duration.ofSeconds(3)),
            Arguments.of(OptionalLong.of(3), Duration.ofSeconds(3)),
            Arguments.of(OptionalDouble.of(3), Duration.ofSeconds(3)));

    static final List<Object> unusable = Arrays.asList(
            null,
            -1,
            Double.NaN,
            Float.NaN,
            Double.NEGATIVE_INFINITY,
            Duration.ofMillis(-1),
            "",
            "soon",
            Optional.empty(),
            OptionalInt.empty(),
            OptionalLong.empty(),
            OptionalDouble.empty(),
            TimeUnit.SECONDS,
            new Object());

    @ParameterizedTest
    @FieldSource("usable")
    void answerWhenValueIsUsableIsItsDelay(Object value, Duration expected) {
        assertThat(answer("value", new Holder(value)))
                .isEqualTo(new DelayResult.Delay(expected, SourceKind.ATTRIBUTE, "the exception's value"));
    }

    @ParameterizedTest
    @FieldSource("unusable")
    void answerWhenValueIsUnusableIsNone(Object value) {
        assertThat(answer("value", new Holder(value))).isEqualTo(DelayResult.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "retryInterval",
                "retry_interval",
                "retry-interval", // of a getter
                "retryAfter",
                "retry_after", // of an accessor in camel case
                "waitTime",
                "wait_time", // of an accessor in snake case
                "pause",
                "secret_pause", // of a field
                "inherited",
                "promised"
            })
    void answerWhenMemberHasTheNameInAnyCaseIsItsDelay(String name) {
        assertThat(answer(name, new Members()))
                .isEqualTo(
                        new DelayResult.Delay(Duration.ofSeconds(7), SourceKind.ATTRIBUTE, "the exception's " + name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"constant", "shared", "nothing", "argument", "hidden", "overflowing", "failing", "missing"})
    void answerWhenMemberMustNotOrCannotBeReadIsNone(String name) {
        assertThat(answer(name, new Members())).isEqualTo(DelayResult.NONE);
    }

    @Test
    void answerWhenGetterRunsOutOfMemoryThrows() {
        assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> answer("exhausting", new Members()));
    }

    @Test
    void answerWhenGetterIsUnusableIsOfTheAccessorThenOfTheField() {
        assertThat(answer("layered", new Members())).isInstanceOf(DelayResult.Delay.class);
    }

    @Test
    void answerWhenPrivateFieldIsTheJdksIsNone() {
        assertThat(answer("detailMessage", new IllegalStateException("5"))).isEqualTo(DelayResult.NONE);
    }

    @Test
    void answerWhenCauseHasTheAttributeIsItsDelay() {
        Throwable inner = new Holder(5);
        assertThat(answer("value", new RuntimeException(new IllegalStateException(inner))))
                .isEqualTo(new DelayResult.Delay(Duration.ofSeconds(5), SourceKind.ATTRIBUTE, "the exception's value"));
    }

    @Test
    void answerWhenSeveralHaveTheAttributeIsOfTheOutermost() {
        Holder outer = new Holder(6);
        outer.initCause(new Holder(5));
        assertThat(answer("value", outer))
                .isEqualTo(new DelayResult.Delay(Duration.ofSeconds(6), SourceKind.ATTRIBUTE, "the exception's value"));
    }

    @Test
    void answerWhenCausesFormACycleIsNone() {
        Holder one = new Holder(null);
        one.initCause(new RuntimeException(one));
        assertThat(answer("value", one)).isEqualTo(DelayResult.NONE);
    }

    @Test
    void answerWhenCausesNeverEndIsNone() {
        assertThat(answer("value", new Endless())).isEqualTo(DelayResult.NONE);
    }

    @Test
    void answerWhenExceptionHasNoAnswerIsOfTheBody() {
        Failure failure = new Failure(new Holder(-1), Received.json("{\"value\": 9}"), null);
        assertThat(Rule.parse("value").answer(failure, Received.at(Received.NOW)))
                .isEqualTo(new DelayResult.Delay(Duration.ofSeconds(9), SourceKind.BODY, "the server's value"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"retry_after", "retryAfter", "retry-after", "RETRY_AFTER"})
    void answerWhenBodyHasTheNameInAnotherCaseIsItsDelay(String field) {
        Failure failure = new Failure(new Holder(-1), Received.json("{\"" + field + "\": 9}"), null);
        assertThat(Rule.parse("retryAfter").answer(failure, Received.at(Received.NOW)))
                .isEqualTo(new DelayResult.Delay(Duration.ofSeconds(9), SourceKind.BODY, "the server's retryAfter"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"retry_interval", "retryInterval", "retry-interval"})
    void answerWhenTheRuleHasTheNameInAnotherCaseIsItsDelay(String name) {
        Failure failure = new Failure(new Holder(-1), Received.json("{\"retry_interval\": 9}"), null);
        assertThat(Rule.parse(name).answer(failure, Received.at(Received.NOW)))
                .isEqualTo(new DelayResult.Delay(Duration.ofSeconds(9), SourceKind.BODY, "the server's " + name));
    }

    @Test
    void answerWhenBodyHasTheNameTwiceIsOfTheExactOne() {
        Failure failure = new Failure(new Holder(-1), Received.json("{\"retryAfter\": 9, \"retry_after\": 8}"), null);
        assertThat(Rule.parse("retry_after").answer(failure, Received.at(Received.NOW)))
                .isInstanceOfSatisfying(
                        DelayResult.Delay.class,
                        delay -> assertThat(delay.delay()).hasSeconds(8));
    }

    @Test
    void answerWhenInstantAndResponseHasADateCountsFromIt() {
        Received response = Received.headers("Date: Fri, 29 Sep 2023 16:26:30 GMT");
        assertThat(Rule.parse("value")
                        .answer(new Failure(new Holder(LATER), response, null), Received.at(Received.NOW)))
                .isEqualTo(
                        new DelayResult.Delay(Duration.ofMillis(8500), SourceKind.ATTRIBUTE, "the exception's value"));
    }

    private static DelayResult answer(String rule, Throwable exception) {
        return Rule.parse(rule).answer(new Failure(exception, null, null), Received.at(Received.NOW));
    }

    static final class Holder extends RuntimeException {

        private final transient Object value;

        Holder(Object value) {
            this.value = value;
        }

        public Object getValue() {
            return value;
        }
    }

    interface Promise {

        default Duration promised() {
            return Duration.ofSeconds(7);
        }
    }

    static class Parent extends RuntimeException {

        @SuppressWarnings("unused")
        private final int inherited = 7;
    }

    @SuppressWarnings({"unused", "ConstantField", "DoNotCallSuggester"})
    static final class Members extends Parent implements Promise {

        static final int constant = 7;

        final long pause = 7;

        private final String secretPause = "7s";

        private final int layered = 7;

        public Duration getRetryInterval() {
            return Duration.ofSeconds(7);
        }

        public int retryAfter() {
            return 7;
        }

        public int wait_time() {
            return 7;
        }

        public String getLayered() {
            throw new IllegalStateException();
        }

        public int layered() {
            return -1;
        }

        public static int getShared() {
            return 7;
        }

        public void getNothing() {}

        public int getArgument(int argument) {
            return argument;
        }

        private int getHidden() {
            return 7;
        }

        @SuppressWarnings("InfiniteRecursion")
        public int getOverflowing() {
            return 1 + getOverflowing();
        }

        public int getFailing() {
            throw new AssertionError();
        }

        public int getExhausting() {
            throw new OutOfMemoryError("as if");
        }
    }

    static final class Endless extends RuntimeException {

        @Override
        public synchronized Throwable getCause() {
            return new Endless();
        }
    }
}
