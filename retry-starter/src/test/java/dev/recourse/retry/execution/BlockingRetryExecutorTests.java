package dev.recourse.retry.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.recourse.retry.HandOff;
import dev.recourse.retry.ResumedCall;
import dev.recourse.retry.RetryLaterException;
import dev.recourse.retry.autoconfigure.TestSettings;
import dev.recourse.retry.client.RetryClient;
import dev.recourse.retry.event.RetryEventDispatcher;
import dev.recourse.retry.settings.SettingsBuilder;
import dev.recourse.retry.time.RetryEnvironment;
import dev.recourse.retry.time.SeededRandom;
import dev.recourse.retry.time.Sleeper;
import dev.recourse.retry.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.ResponseEntity;
import org.springframework.retry.RetryCallback;
import org.springframework.retry.RetryContext;
import org.springframework.retry.RetryListener;
import org.springframework.retry.support.RetrySynchronizationManager;

@ExtendWith(OutputCaptureExtension.class)
class BlockingRetryExecutorTests {

    private final VirtualTime time = new VirtualTime();

    private final GenericApplicationContext context = new GenericApplicationContext();

    private final ScheduledRetryRegistry waiting = new ScheduledRetryRegistry(context);

    private final List<RetryListener> listeners = new ArrayList<>();

    private final List<Exception> failures = new ArrayList<>();

    private int calls;

    @Test
    void callWhenItSucceedsWaitsForNothingAndTellsNobody() throws Exception {
        Recorder recorder = listen(new Recorder());
        assertThat(call(settings())).isEqualTo("done");
        assertThat(time.pauses()).isEmpty();
        assertThat(recorder.events).isEmpty();
    }

    @Test
    void callWhenItFailsTwiceWaitsTwiceAndReturnsTheValue() throws Exception {
        fail(2);
        assertThat(call(settings().delay(Failed.class, "exponential(1s, 1m)"))).isEqualTo("done");
        assertThat(time.pauses()).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(calls).isEqualTo(3);
    }

    @Test
    void callWhenRetriesAreUsedUpThrowsTheLastFailureItselfWithTheEarlierOnesSuppressed() {
        fail(9);
        Throwable thrown =
                catchThrowable(() -> call(settings().delay(Failed.class, "1s").maxRetries(2)));
        assertThat(thrown).isSameAs(failures.get(2));
        assertThat(thrown.getSuppressed()).containsExactly(failures.get(0), failures.get(1));
        assertThat(calls).isEqualTo(3);
    }

    @Test
    void callWhenFailureIsNotCoveredThrowsItAtOnce() {
        fail(1);
        assertThat(catchThrowable(() -> call(settings()))).isSameAs(failures.get(0));
        assertThat(time.pauses()).isEmpty();
    }

    @Test
    void callWhenLaterFailureIsNotCoveredThrowsThatOne() {
        fail(1);
        failures.add(new IllegalStateException("another kind"));
        assertThatThrownBy(() -> call(settings().delay(Failed.class, "1s")))
                .isSameAs(failures.get(1))
                .hasSuppressedException(failures.get(0));
    }

    @Test
    void callWhenTheSameInstanceIsThrownAgainSuppressesItOnlyWhereItCan() {
        Exception preallocated = new Failed();
        Exception other = new Failed();
        failures.addAll(List.of(other, preallocated, preallocated));
        for (int round = 0; round < 2; round++) {
            calls = 0;
            assertThatThrownBy(() -> call(settings().delay(Failed.class, "1s").maxRetries(2)))
                    .isSameAs(preallocated);
        }
        assertThat(preallocated.getSuppressed()).containsExactly(other);
    }

    @Test
    void callWhenDelayDoesNotFitTheTimeLeftEndsAtOnce() {
        fail(9);
        SettingsBuilder settings = settings()
                .delay(Failed.class, "40s")
                .timeout(Duration.ofSeconds(90))
                .maxRetries(9);
        assertThatThrownBy(() -> call(settings)).isSameAs(failures.get(2));
        assertThat(time.pauses()).containsExactly(Duration.ofSeconds(40), Duration.ofSeconds(40));
    }

    @Test
    void callWhenTheFirstAttemptTookLongCountsItsTime() {
        fail(9);
        SettingsBuilder settings = settings().delay(Failed.class, "40s").timeout(Duration.ofSeconds(90));
        assertThatThrownBy(() -> strategy(settings).call(() -> {
                    time.pass(Duration.ofSeconds(51));
                    return attempt();
                }))
                .isSameAs(failures.get(0));
        assertThat(time.pauses()).isEmpty();
    }

    @Test
    void callWhenHandedOffRaisesRetryLaterWithTheWholeInterval() {
        fail(9);
        SettingsBuilder settings = settings()
                .delay(Failed.class, "exponential(1m, 1h)")
                .name("github")
                .handOff(HandOff.BEYOND_MAX_WAIT);
        assertThatThrownBy(() -> call(settings)).isInstanceOfSatisfying(RetryLaterException.class, later -> {
            assertThat(later.delay()).isEqualTo(Duration.ofMinutes(4));
            assertThat(later.notBefore()).isEqualTo(VirtualTime.BEGINNING.plus(Duration.ofMinutes(1 + 2 + 4)));
            assertThat(later.attempt()).isEqualTo(3);
            assertThat(later.client()).isEqualTo("github");
            assertThat(later).hasCause(failures.get(2));
            assertThat(failures.get(2).getSuppressed()).containsExactly(failures.get(0), failures.get(1));
        });
    }

    @Test
    void callWhenInterruptedWhileWaitingThrowsTheLastFailureAndKeepsTheFlag() {
        fail(9);
        Sleeper interrupted = (delay, wakeUp) -> {
            throw new InterruptedException();
        };
        SettingsBuilder settings = settings().delay(Failed.class, "1s").handOff(HandOff.BEYOND_MAX_WAIT);
        Throwable thrown = catchThrowable(() -> strategy(settings, interrupted).call(this::attempt));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(thrown).isSameAs(failures.get(0));
    }

    @Test
    void callWhenContextClosesWhileWaitingThrowsTheLastFailure() {
        fail(9);
        SettingsBuilder settings = settings().delay(Failed.class, "1s");
        assertThatThrownBy(() -> strategy(settings, closing()).call(this::attempt))
                .isSameAs(failures.get(0));
        assertThat(calls).isEqualTo(1);
    }

    @Test
    void callWhenContextClosesWhileWaitingIsHandedOffWhereItMayBe() {
        fail(9);
        SettingsBuilder settings = settings().delay(Failed.class, "5s").handOff(HandOff.BEYOND_MAX_WAIT);
        assertThatThrownBy(() -> strategy(settings, closing()).call(this::attempt))
                .isInstanceOfSatisfying(
                        RetryLaterException.class,
                        later -> assertThat(later.delay()).isEqualTo(Duration.ofSeconds(5)));
    }

    @Test
    void callWhenErrorIsConfiguredRetriesItToo() throws Exception {
        String value = strategy(settings().delay(AssertionError.class, "1s")).call(() -> {
            if (++calls == 1) {
                throw new AssertionError();
            }
            return "done";
        });
        assertThat(value).isEqualTo("done");
    }

    @Test
    void callWhenErrorIsNotCoveredThrowsIt() {
        Error error = new AssertionError();
        assertThatThrownBy(() -> strategy(settings()).call(() -> {
                    throw error;
                }))
                .isSameAs(error);
    }

    @Test
    void runWhenItFailsIsRunAgain() throws Exception {
        fail(1);
        strategy(settings().delay(Failed.class, "1s")).run(this::attempt);
        assertThat(calls).isEqualTo(2);
    }

    @Test
    void logWhenCallWaitsHasOneLineForEachWait(CapturedOutput output) throws Exception {
        fail(2);
        call(settings()
                .delay(Failed.class, "exponential(1s, 1m)")
                .set("jitter-factor", 0.0)
                .name("github"));
        assertThat(output.getOut().lines().filter(line -> line.contains("INFO")))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .endsWith(
                                        "A call of client github failed with BlockingRetryExecutorTests.Failed, attempt 1 of 4,"
                                                + " next in 1s, exponential(1s, 1m)"),
                        line -> assertThat(line).contains("attempt 2 of 4, next in 2s"));
    }

    @Test
    void logWhenADelayIsTooLongSaysWhichLimitItIsFor(CapturedOutput output) {
        fail(1);
        assertThatThrownBy(() -> call(settings().delay(Failed.class, "3m"))).isSameAs(failures.get(0));
        assertThat(output).contains("WARN").contains("3m, as configured, is more than max-wait (2m)");
    }

    @Test
    void logWhenFailureIsNotCoveredSaysOnceWhatWouldBeWritten(CapturedOutput output) {
        fail(2);
        DefaultRetryStrategy strategy = strategy(settings().name("github"));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> strategy.run(this::attempt)).isInstanceOf(Failed.class);
        }
        assertThat(output.getOut().lines().filter(line -> line.contains("INFO") || line.contains("WARN")))
                .singleElement()
                .asString()
                .endsWith(
                        "A call of client github failed with BlockingRetryExecutorTests.Failed, which no rule covers, so it"
                                + " is not retried. To retry it, write '" + Failed.class.getCanonicalName()
                                + ": 5s' below delays");
    }

    @Test
    void logWhenRetriesAreUsedUpSaysWhichLimitEndedThem(CapturedOutput output) {
        fail(2);
        assertThatThrownBy(() -> call(settings().delay(Failed.class, "1s").maxRetries(1)))
                .isInstanceOf(Failed.class);
        assertThat(output).containsPattern("INFO .*attempt 2 of 2, the last: max-retries \\(1\\) is used up");
    }

    @Test
    void listenerWhenCallFailsIsToldOfEachStep() throws Exception {
        Recorder recorder = listen(new Recorder());
        fail(2);
        call(settings().delay(Failed.class, "1s"));
        assertThat(recorder.events).containsExactly("open", "error 1", "error 2", "success", "close");
    }

    @Test
    void listenerWhenItThrowsDoesNotBreakTheCall() throws Exception {
        listen(new RetryListener() {
            @Override
            public <T, E extends Throwable> boolean open(RetryContext context, RetryCallback<T, E> callback) {
                throw new IllegalStateException("open");
            }

            @Override
            public <T, E extends Throwable> void onError(
                    RetryContext context, RetryCallback<T, E> callback, Throwable failure) {
                throw new IllegalStateException("onError");
            }

            @Override
            public <T, E extends Throwable> void onSuccess(
                    RetryContext context, RetryCallback<T, E> callback, @Nullable T result) {
                throw new IllegalStateException("onSuccess");
            }

            @Override
            public <T, E extends Throwable> void close(
                    RetryContext context, RetryCallback<T, E> callback, @Nullable Throwable failure) {
                throw new StackOverflowError("close");
            }
        });
        Recorder recorder = listen(new Recorder());
        fail(1);
        assertThat(call(settings().delay(Failed.class, "1s"))).isEqualTo("done");
        assertThat(recorder.events).containsExactly("open", "error 1", "success", "close");
    }

    @Test
    void listenerWhenItRefusesTheCallEndsItWithItsFailure() {
        listen(new RetryListener() {
            @Override
            public <T, E extends Throwable> boolean open(RetryContext context, RetryCallback<T, E> callback) {
                return false;
            }
        });
        fail(1);
        assertThatThrownBy(() -> call(settings().delay(Failed.class, "1s"))).isSameAs(failures.get(0));
        assertThat(calls).isEqualTo(1);
    }

    @Test
    void listenerWhenItThrowsAnUndeclaredExceptionAfterSuccessDoesNotRepeatTheCall() throws Exception {
        listen(new RetryListener() {
            @Override
            public <T, E extends Throwable> void onSuccess(
                    RetryContext context, RetryCallback<T, E> callback, @Nullable T result) {
                BlockingRetryExecutorTests.<RuntimeException>throwUndeclared(new Failed());
            }
        });
        fail(1);
        assertThat(call(settings().delay(Failed.class, "1s"))).isEqualTo("done");
        assertThat(calls).isEqualTo(2);
    }

    @Test
    void listenerWhenItThrowsAnErrorAfterSuccessDoesNotTakeTheValue() throws Exception {
        listen(new RetryListener() {
            @Override
            public <T, E extends Throwable> void onSuccess(
                    RetryContext context, RetryCallback<T, E> callback, @Nullable T result) {
                throw new AssertionError("listener");
            }
        });
        fail(1);
        assertThat(call(settings().delay(Failed.class, "1s"))).isEqualTo("done");
    }

    @Test
    void callWhenItIsContinuedCountsTheAttemptsOfEarlierRuns() {
        fail(9);
        SettingsBuilder settings =
                settings().name("github").delay(Failed.class, "1s").maxRetries(3);
        try (ResumedCall another = ResumedCall.bind("A call of client gitlab", 2, null)) {
            assertThat(another.attempt()).isEqualTo(2);
            assertThatThrownBy(() -> call(settings)).isSameAs(failures.get(3));
        }
        calls = 0;
        settings.handOff(HandOff.ALWAYS);
        try (ResumedCall resumed = ResumedCall.bind("A call of client github", 2, "\"a-key\"")) {
            assertThatThrownBy(() -> call(settings)).isInstanceOfSatisfying(RetryLaterException.class, later -> {
                assertThat(later.attempt()).isEqualTo(resumed.attempt() + 1);
                assertThat(later.idempotencyKey()).isEqualTo("\"a-key\"");
            });
        }
    }

    @Test
    void callWhenItReturnsAFailureIsMadeAgainAndReturnsTheLast() throws Exception {
        DefaultRetryStrategy strategy = strategy(settings().delay("429", "1s").maxRetries(2));
        List<ResponseEntity<String>> values = new ArrayList<>();
        ResponseEntity<String> last = strategy.call(() -> {
            values.add(ResponseEntity.status(429).build());
            return values.get(values.size() - 1);
        });
        assertThat(values).hasSize(3);
        assertThat(last).isSameAs(values.get(2));
    }

    @Test
    void listenersWhenTheirClassesAreMissingAreDoneWithout() throws Exception {
        fail(1);
        SettingsBuilder settings = settings().delay(Failed.class, "1s");
        assertThat(strategy(settings, time, () -> {
                            throw new NoClassDefFoundError();
                        })
                        .call(this::attempt))
                .isEqualTo("done");
    }

    @Test
    void callWhenItsAttemptForbidsAnyMoreEndsWithItsFailure() {
        fail(9);
        SettingsBuilder settings = settings().delay(Failed.class, "1s");
        assertThatThrownBy(() -> strategy(settings).call(() -> {
                    RetryContext current = RetrySynchronizationManager.getContext();
                    if (current != null) {
                        current.setExhaustedOnly();
                    }
                    return attempt();
                }))
                .isSameAs(failures.get(1))
                .hasSuppressedException(failures.get(0));
        assertThat(waiting.count()).isZero();
    }

    @Test
    void callWhenAnInnerCallWasHandedOffIsNotWaitedFor() {
        DefaultRetryStrategy inner =
                strategy(settings().delay(Failed.class, "1h").handOff(HandOff.BEYOND_MAX_WAIT));
        DefaultRetryStrategy outer = strategy(settings().delay(Failed.class, "2s"));
        fail(9);
        assertThatThrownBy(() -> outer.call(() -> inner.call(this::attempt)))
                .isInstanceOfSatisfying(
                        RetryLaterException.class,
                        later -> assertThat(later.delay()).isEqualTo(Duration.ofHours(1)));
        assertThat(calls).isEqualTo(1);
    }

    @Test
    void callWhenAnInnerCallHasBeenRetriedIsNotMadeAgain() {
        DefaultRetryStrategy inner =
                strategy(settings().delay(Failed.class, "1s").maxRetries(1));
        DefaultRetryStrategy outer = strategy(settings().delay(Failed.class, "1s"));
        fail(9);
        assertThatThrownBy(() -> outer.call(() -> inner.call(this::attempt))).isSameAs(failures.get(1));
        assertThat(calls).isEqualTo(2);
    }

    @Test
    void callWhenAnInnerCallCouldNotBeRetriedIsMadeAgain() throws Exception {
        DefaultRetryStrategy inner = strategy(settings());
        DefaultRetryStrategy outer = strategy(settings().delay(Failed.class, "1s"));
        fail(2);
        assertThat(outer.call(() -> inner.call(this::attempt))).isEqualTo("done");
    }

    @Test
    void callWhenItsFailureHasABrokenMessageIsHandedOffAllTheSame() {
        failures.add(new Failed() {
            @Override
            public String getMessage() {
                throw new IllegalStateException("no message");
            }
        });
        SettingsBuilder settings = settings().delay(Failed.class, "1s").handOff(HandOff.ALWAYS);
        assertThatThrownBy(() -> call(settings))
                .isInstanceOf(RetryLaterException.class)
                .hasCause(failures.get(0));
    }

    @Test
    void callWhenTheLastFailureIsASharedInstanceDoesNotGrowIt() {
        Exception shared = new Failed();
        for (int round = 0; round < 100; round++) {
            calls = 0;
            failures.clear();
            failures.addAll(List.of(new Failed(), shared));
            assertThatThrownBy(() -> call(settings().delay(Failed.class, "1s").maxRetries(1)))
                    .isSameAs(shared);
        }
        assertThat(shared.getSuppressed()).hasSize(9);
    }

    @Test
    void listenerWhenItMakesACallThatFailsIsNotToldOfThat() {
        int[] reports = {0};
        listen(new RetryListener() {
            @Override
            public <T, E extends Throwable> void onError(
                    RetryContext context, RetryCallback<T, E> callback, Throwable failure) {
                DefaultRetryStrategy report =
                        strategy(settings().delay(Failed.class, "1s").maxRetries(1));
                assertThatThrownBy(() -> report.run(() -> {
                            if (++reports[0] > 100) {
                                throw new AssertionError("reported without end");
                            }
                            throw new Failed();
                        }))
                        .isInstanceOf(Throwable.class);
            }
        });
        fail(9);
        assertThatThrownBy(() -> strategy(settings().delay(Failed.class, "1s").maxRetries(1))
                        .call(this::attempt))
                .isInstanceOf(Throwable.class);
        assertThat(reports[0]).isEqualTo(4);
    }

    @Test
    void callWhenAListenerThrowsWhatCannotBePrintedGoesOn(CapturedOutput output) throws Exception {
        fail(1);
        listen(new RetryListener() {
            @Override
            public <T, E extends Throwable> void onError(
                    RetryContext context, RetryCallback<T, E> callback, Throwable failure) {
                throw new Unprintable();
            }
        });
        assertThat(call(settings().delay(Failed.class, "1s"))).isEqualTo("done");
        assertThat(output)
                .contains(" failed. The call goes on. It has thrown " + Unprintable.class.getName()
                        + ", which cannot be printed.");
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            failures.add(new Failed());
        }
    }

    private <T extends RetryListener> T listen(T listener) {
        listeners.add(listener);
        return listener;
    }

    private String attempt() throws Exception {
        int call = calls++;
        if (call < failures.size()) {
            throw failures.get(call);
        }
        return "done";
    }

    private String call(SettingsBuilder settings) throws Exception {
        Callable<String> block = this::attempt;
        return strategy(settings).call(block);
    }

    private SettingsBuilder settings() {
        return TestSettings.builder().set("jitter-factor", 0.0);
    }

    private DefaultRetryStrategy strategy(SettingsBuilder settings) {
        return strategy(settings, time);
    }

    private DefaultRetryStrategy strategy(SettingsBuilder settings, Sleeper pause) {
        return strategy(settings, pause, () -> listeners);
    }

    private DefaultRetryStrategy strategy(
            SettingsBuilder settings, Sleeper pause, Supplier<List<RetryListener>> listeners) {
        RetryEnvironment environment = new RetryEnvironment(time, time, SeededRandom.create());
        RetryClient state = new RetryClient(settings.build(), environment, new RetryEventDispatcher(List::of));
        return new DefaultRetryStrategy(settings.build(), state, BlockingOnly.retries(pause, waiting, listeners));
    }

    /** The context closes as a call waits. */
    private Sleeper closing() {
        return (delay, wakeUp) -> {
            waiting.onApplicationEvent(new ContextClosedEvent(context));
            assertThat(wakeUp).isDone();
        };
    }

    private static class Failed extends Exception {}

    private static final class Recorder implements RetryListener {

        private final List<String> events = new ArrayList<>();

        @Override
        public <T, E extends Throwable> boolean open(RetryContext context, RetryCallback<T, E> callback) {
            events.add("open");
            return true;
        }

        @Override
        public <T, E extends Throwable> void onError(
                RetryContext context, RetryCallback<T, E> callback, Throwable failure) {
            events.add("error " + context.getRetryCount());
        }

        @Override
        public <T, E extends Throwable> void onSuccess(
                RetryContext context, RetryCallback<T, E> callback, @Nullable T result) {
            events.add("success");
        }

        @Override
        public <T, E extends Throwable> void close(
                RetryContext context, RetryCallback<T, E> callback, @Nullable Throwable failure) {
            events.add("close");
        }
    }

    /** As a listener in Kotlin, or with @SneakyThrows, does. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <X extends Throwable> void throwUndeclared(Throwable exception) throws X {
        throw (X) exception;
    }
}
