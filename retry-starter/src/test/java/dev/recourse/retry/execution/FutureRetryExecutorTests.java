package dev.recourse.retry.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.recourse.retry.HandOff;
import dev.recourse.retry.RetryEvent;
import dev.recourse.retry.RetryEvent.Outcome;
import dev.recourse.retry.RetryLaterException;
import dev.recourse.retry.autoconfigure.TestSettings;
import dev.recourse.retry.client.RetryClient;
import dev.recourse.retry.event.RetryEventDispatcher;
import dev.recourse.retry.settings.SettingsBuilder;
import dev.recourse.retry.time.ManualScheduler;
import dev.recourse.retry.time.RetryEnvironment;
import dev.recourse.retry.time.Scheduler;
import dev.recourse.retry.time.SeededRandom;
import dev.recourse.retry.time.VirtualTime;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.retry.RetryCallback;
import org.springframework.retry.RetryContext;
import org.springframework.retry.RetryListener;

@ExtendWith(OutputCaptureExtension.class)
class FutureRetryExecutorTests {

    private final VirtualTime time = new VirtualTime();

    private final ManualScheduler timer = new ManualScheduler();

    private final GenericApplicationContext context = new GenericApplicationContext();

    private final ScheduledRetryRegistry waiting = new ScheduledRetryRegistry(context);

    private final SettingsBuilder settings = TestSettings.builder()
            .set("jitter-factor", 0.0)
            .name("github")
            .delay(IOException.class, "exponential(1s, 1m)");

    private final List<CompletableFuture<String>> attempts = new ArrayList<>();

    private final List<RetryListener> listeners = new ArrayList<>();

    private final List<RetryEvent> events = new ArrayList<>();

    private Scheduler scheduler = timer;

    private Executor executor = Runnable::run;

    private RandomGenerator random = SeededRandom.create();

    FutureRetryExecutorTests() {
        context.addApplicationListener(waiting);
        context.refresh();
    }

    @Test
    void callWhenItHasSucceededAlreadyReturnsTheFutureOfTheMethodItself() {
        CompletableFuture<String> done = CompletableFuture.completedFuture("done");
        assertThat(call(() -> done)).isSameAs(done);
    }

    @Test
    void callWhenItSucceedsLaterCompletesWithTheValue() {
        CompletableFuture<String> future = call();
        assertThat(future).isNotDone();
        attempts.get(0).complete("done");
        assertThat(future).isCompletedWithValue("done");
        assertThat(timer.delays()).isEmpty();
    }

    @Test
    void callWhenItFailsTwiceWaitsTwiceAndCompletesWithTheValue() throws Exception {
        CompletableFuture<String> future = call();
        fail(0);
        timer.fire();
        fail(1);
        timer.fire();
        attempts.get(2).complete("done");
        assertThat(future).isCompletedWithValue("done");
        assertThat(timer.delays()).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(waiting.count()).isZero();
    }

    @Test
    void callWhenRetriesAreUsedUpFailsWithTheLastFailureItselfAndTheEarlierOnesSuppressed() throws Exception {
        settings.maxRetries(1);
        CompletableFuture<String> future = call();
        IOException first = fail(0);
        timer.fire();
        IOException last = fail(1);
        assertThatThrownBy(future::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isSameAs(last);
        assertThat(last).hasSuppressedException(first);
    }

    @Test
    void callWhenItsFailureIsWrappedByAFutureLooksInside() throws Exception {
        settings.maxRetries(1);
        IOException failure = new IOException();
        CompletableFuture<String> future = call(() -> CompletableFuture.supplyAsync(() -> {
            throw new CompletionException(new CompletionException(failure));
        }));
        timer.fire();
        assertThatThrownBy(() -> future.get(10, TimeUnit.SECONDS)).cause().isSameAs(failure);
    }

    @Test
    void callWhenItsFailureCannotBePrintedIsRetriedLikeAnyOther() throws Exception {
        settings.delay(Unprintable.class, "1s");
        CompletableFuture<String> future = call(() -> {
            CompletableFuture<String> attempt = CompletableFuture.failedFuture(new Unprintable());
            attempts.add(attempt);
            return attempts.size() == 1 ? attempt : CompletableFuture.completedFuture("done");
        });
        timer.fire();
        assertThat(future).isCompletedWithValue("done");
    }

    /** As {@code CompletableFuture.completedStage} makes it, which throws wherever it is asked as a future. */
    @Test
    void callWhenItsStageIsMinimalIsRetriedAndCancelledLikeAnyOther() throws Exception {
        CompletableFuture<String> future = call(() -> {
            CompletableFuture<String> attempt = new CompletableFuture<>();
            attempts.add(attempt);
            return attempts.size() == 1
                    ? CompletableFuture.failedStage(new IOException())
                    : attempt.minimalCompletionStage();
        });
        timer.fire();
        attempts.get(1).complete("done");
        assertThat(future).isCompletedWithValue("done");
        assertThat(call(() -> CompletableFuture.completedStage("at once"))).isCompletedWithValue("at once");
        CompletableFuture<String> pending = call(() -> new CompletableFuture<String>().minimalCompletionStage());
        assertThat(pending.cancel(true)).isTrue();
    }

    @Test
    void callWhenFailureIsNotCoveredFailsAtOnce() {
        CompletableFuture<String> future = call();
        RuntimeException failure = new IllegalStateException();
        attempts.get(0).completeExceptionally(failure);
        assertThatThrownBy(future::join).cause().isSameAs(failure);
        assertThat(timer.delays()).isEmpty();
    }

    @Test
    void callWhenMethodThrowsInsteadCountsItAsAnAttempt() throws Exception {
        int[] calls = {0};
        CompletableFuture<String> future = call(() -> {
            if (calls[0]++ < 2) {
                throw new IOException();
            }
            return CompletableFuture.completedFuture("done");
        });
        timer.fire();
        timer.fire();
        assertThat(future).isCompletedWithValue("done");
    }

    @Test
    void callWhenMethodReturnsNothingFails() {
        assertThatThrownBy(() -> call(() -> null).join())
                .hasCauseInstanceOf(NullPointerException.class)
                .hasMessageContaining("returned null");
    }

    @Test
    void callWhenHandedOffFailsWithRetryLater() {
        settings.handOff(HandOff.ALWAYS);
        CompletableFuture<String> future = call();
        IOException failure = fail(0);
        assertThatThrownBy(future::get).cause().isInstanceOfSatisfying(RetryLaterException.class, later -> {
            assertThat(later.delay()).isEqualTo(Duration.ofSeconds(1));
            assertThat(later).hasCause(failure);
        });
    }

    @Test
    void callWhenItsTimeIsUsedUpFails() throws Exception {
        settings.timeout(Duration.ofSeconds(2));
        CompletableFuture<String> future = call();
        fail(0);
        time.pass(Duration.ofSeconds(1));
        timer.fire();
        IOException last = fail(1);
        assertThatThrownBy(future::get).cause().isSameAs(last);
    }

    @Test
    void futureWhenCancelledWhileAnAttemptIsUnderWayCancelsThat() {
        CompletableFuture<String> future = call();
        assertThat(future.cancel(true)).isTrue();
        assertThat(attempts.get(0)).isCancelled();
        assertThat(timer.delays()).isEmpty();
    }

    @Test
    void futureWhenCancelledWhileItWaitsCancelsTheWait() {
        CompletableFuture<String> future = call();
        fail(0);
        assertThat(waiting.count()).isEqualTo(1);
        assertThat(future.cancel(true)).isTrue();
        assertThat(timer.scheduled()).isZero();
        assertThat(waiting.count()).isZero();
        assertThat(attempts).hasSize(1);
    }

    @Test
    void futureWhenCancelledWhileItWaitsEndsAsCancelled() {
        CompletableFuture<String> future = call();
        fail(0);
        future.cancel(true);
        assertThat(outcomes()).containsExactly(Outcome.CANCELLED);
    }

    @Test
    void listenerWhenTheFutureIsCancelledWhileItWaitsIsToldOfTheEnd() {
        List<Throwable> closed = new ArrayList<>();
        listeners.add(new RetryListener() {
            @Override
            public <T, E extends Throwable> void close(
                    RetryContext context, RetryCallback<T, E> callback, Throwable failure) {
                closed.add(failure);
            }
        });
        CompletableFuture<String> future = call();
        IOException failure = fail(0);
        future.cancel(true);
        assertThat(closed).containsExactly(failure);
    }

    @ParameterizedTest
    @CsvSource({"1s, NEVER", "1s, ALWAYS", "never, NEVER"})
    void futureWhenCancelledWhileItsFailureIsDecidedEndsAsCancelledOnce(String rule, HandOff handOff) {
        settings.delay(IOException.class, rule).handOff(handOff);
        AtomicReference<CompletableFuture<String>> future = new AtomicReference<>();
        listeners.add(new RetryListener() {
            @Override
            public <T, E extends Throwable> void onError(
                    RetryContext context, RetryCallback<T, E> callback, Throwable failure) {
                future.get().cancel(true);
            }
        });
        future.set(call());
        fail(0);
        assertThat(future.get()).isCancelled();
        assertThat(timer.scheduled()).isZero();
        assertThat(waiting.count()).isZero();
        assertThat(outcomes()).containsExactly(Outcome.CANCELLED);
    }

    @Test
    void futureWhenCancelledBeforeItsAttemptHasAThreadIsNotCalledAgain() throws Exception {
        List<Runnable> queue = new ArrayList<>();
        executor = queue::add;
        CompletableFuture<String> future = call();
        fail(0);
        timer.fire();
        future.cancel(true);
        queue.forEach(Runnable::run);
        assertThat(attempts).hasSize(1);
    }

    @Test
    void futureWhenItsCallerCompletesItOrItTimesOutEndsTheWait() {
        CompletableFuture<String> completed = call();
        CompletableFuture<String> failed = call();
        fail(0);
        fail(1);
        completed.complete("mine");
        failed.completeExceptionally(new IllegalStateException());
        assertThat(timer.scheduled()).isZero();
        assertThat(completed).isCompletedWithValue("mine");
    }

    @Test
    void futureWhenTheAttemptIsCancelledByOthersIsCancelledToo() {
        CompletableFuture<String> future = call();
        attempts.get(0).cancel(true);
        assertThat(future).isCancelled();
        assertThatThrownBy(future::join).isInstanceOf(CancellationException.class);
    }

    @Test
    void callWhenContextClosesWhileItWaitsFailsWithTheLastFailure() {
        CompletableFuture<String> future = call();
        IOException failure = fail(0);
        context.close();
        assertThatThrownBy(future::get).cause().isSameAs(failure);
        assertThat(waiting.count()).isZero();
        assertThat(timer.scheduled()).isZero();
    }

    @Test
    void callWhenContextHasClosedIsHandedOffInsteadOfWaiting() {
        settings.handOff(HandOff.BEYOND_MAX_WAIT);
        context.close();
        CompletableFuture<String> future = call();
        fail(0);
        assertThatThrownBy(future::get).hasCauseInstanceOf(RetryLaterException.class);
        assertThat(waiting.count()).isZero();
    }

    @Test
    void callWhenNothingCanBeDecidedFailsWithItsFailure() {
        StackOverflowError error = new StackOverflowError();
        random = () -> {
            throw error;
        };
        CompletableFuture<String> future = call();
        IOException failure = new IOException();
        attempts.get(0).completeExceptionally(failure);
        assertThat(future).isCompletedExceptionally();
        assertThat(catchThrowable(future::get)).hasCause(failure);
        assertThat(failure).hasSuppressedException(error);
    }

    @Test
    void callWhenNoThreadTakesItsNextAttemptFailsWithTheLastFailure() throws Exception {
        executor = task -> {
            throw new RejectedExecutionException();
        };
        CompletableFuture<String> future = call();
        IOException failure = fail(0);
        timer.fire();
        assertThat(future).isCompletedExceptionally();
        assertThatThrownBy(future::get).cause().isSameAs(failure);
        assertThat(outcomes()).containsExactly(Outcome.CANCELLED);
    }

    static List<Throwable> brokenParts() {
        return List.of(
                new RejectedExecutionException(),
                new IllegalStateException("no such bean"),
                new NoClassDefFoundError());
    }

    @ParameterizedTest
    @MethodSource("brokenParts")
    void callWhenItsSchedulerIsBrokenFailsWithTheLastFailure(Throwable broken) {
        scheduler = (task, delay) -> throwAny(broken);
        CompletableFuture<String> future = call();
        IOException failure = fail(0);
        assertThat(future).isCompletedExceptionally();
        assertThatThrownBy(future::get).cause().isSameAs(failure);
        assertThat(waiting.count()).isZero();
    }

    @ParameterizedTest
    @MethodSource("brokenParts")
    void callWhenItsExecutorIsBrokenFailsWithTheLastFailure(Throwable broken) throws Exception {
        executor = task -> throwAny(broken);
        CompletableFuture<String> future = call();
        IOException failure = fail(0);
        timer.fire();
        assertThat(future).isCompletedExceptionally();
        assertThatThrownBy(future::get).cause().isSameAs(failure);
        assertThat(waiting.count()).isZero();
    }

    @Test
    void callWhenContextClosesBeforeItsNextAttemptHasAThreadFailsWithTheLastFailure() throws Exception {
        List<Runnable> queue = new ArrayList<>();
        executor = queue::add;
        CompletableFuture<String> future = call();
        IOException failure = fail(0);
        timer.fire();
        assertThat(waiting.count()).isEqualTo(1);
        context.close();
        assertThat(future).isCompletedExceptionally();
        assertThatThrownBy(future::get).cause().isSameAs(failure);
        queue.forEach(Runnable::run);
        assertThat(attempts).hasSize(1);
        assertThat(waiting.count()).isZero();
        assertThat(outcomes()).containsExactly(Outcome.CANCELLED);
    }

    @Test
    void callWhenTheFutureOfItsNextAttemptIsBrokenFailsWithTheLastFailure() throws Exception {
        CompletionStage<String> broken = new CompletableFuture<>() {
            @Override
            public <U> CompletableFuture<U> handle(BiFunction<? super String, Throwable, ? extends U> action) {
                throw new UnsupportedOperationException();
            }
        };
        IOException failure = new IOException();
        List<CompletionStage<String>> stages =
                new ArrayList<>(List.of(CompletableFuture.failedFuture(failure), broken));
        CompletableFuture<String> future = call(() -> stages.remove(0));
        timer.fire();
        assertThat(future).isCompletedExceptionally();
        assertThatThrownBy(future::get).cause().isSameAs(failure);
        assertThat(failure.getSuppressed()).hasExactlyElementsOfTypes(UnsupportedOperationException.class);
    }

    @Test
    void futureWhenItsCallerObtrudesAnOutcomeIsNotCalledAgain() throws Exception {
        CompletableFuture<String> value = call();
        CompletableFuture<String> failure = call();
        fail(0);
        fail(1);
        value.obtrudeValue("mine");
        failure.obtrudeException(new IllegalStateException());
        timer.fire();
        timer.fire();
        assertThat(attempts).hasSize(2);
        assertThat(outcomes()).containsExactly(Outcome.CANCELLED, Outcome.CANCELLED);
    }

    @Test
    void futureWhenItsCallerCompletesItWhileAnAttemptIsUnderWayIsNotCalledAgain() {
        CompletableFuture<String> future = call();
        future.complete("mine");
        fail(0);
        assertThat(timer.scheduled()).isZero();
        assertThat(events).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"getValue", "setValue", "restore"})
    void threadLocalsWhenTheirAccessorThrowsDoNotBreakTheCall(String method, CapturedOutput output) throws Exception {
        ContextRegistry.getInstance().registerThreadLocalAccessor(new BrokenAccessor(method));
        try {
            CompletableFuture<String> future = call();
            fail(0);
            timer.fire();
            attempts.get(1).complete("done");
            assertThat(future).isCompletedWithValue("done");
        } finally {
            ContextRegistry.getInstance().removeThreadLocalAccessor(BrokenAccessor.KEY);
        }
        assertThat(output).contains("A ThreadLocalAccessor failed. The call goes on without its value.");
    }

    @Test
    void threadLocalsAreThoseOfTheCallerInAnAttemptAndThoseOfTheThreadAfterwards() throws Exception {
        ThreadLocal<String> trace = new ThreadLocal<>();
        ContextRegistry.getInstance().registerThreadLocalAccessor("trace", trace);
        List<String> seen = new ArrayList<>();
        executor = task -> {
            trace.set("of the thread");
            task.run();
            seen.add(trace.get());
        };
        trace.set("of the caller");
        try {
            CompletableFuture<String> future = call(() -> {
                seen.add(trace.get());
                return seen.size() == 1
                        ? CompletableFuture.failedFuture(new IOException())
                        : CompletableFuture.completedFuture("done");
            });
            timer.fire();
            assertThat(future).isCompletedWithValue("done");
        } finally {
            ContextRegistry.getInstance().removeThreadLocalAccessor("trace");
        }
        assertThat(seen).containsExactly("of the caller", "of the caller", "of the thread");
    }

    @Test
    void waitingCallsWhenAskedNameEachWithItsTime() {
        List<CompletableFuture<String>> futures = List.of(call(), call());
        fail(0);
        fail(1);
        assertThat(futures).noneMatch(CompletableFuture::isDone);
        assertThat(waiting.latest(1))
                .containsExactly(new ScheduledRetryRegistry.Call(
                        "github", "GitHub.events", 1, VirtualTime.BEGINNING.plus(Duration.ofSeconds(1))));
        assertThat(waiting.latest(9)).hasSize(2);
    }

    private List<Outcome> outcomes() {
        return events.stream()
                .filter(RetryEvent.End.class::isInstance)
                .map(event -> ((RetryEvent.End) event).outcome())
                .toList();
    }

    private IOException fail(int attempt) {
        IOException failure = new IOException();
        attempts.get(attempt).completeExceptionally(failure);
        return failure;
    }

    private CompletableFuture<String> call() {
        return call(() -> {
            CompletableFuture<String> attempt = new CompletableFuture<>();
            attempts.add(attempt);
            return attempt;
        });
    }

    private CompletableFuture<String> call(Callable<CompletionStage<String>> method) {
        RetryEnvironment environment = new RetryEnvironment(time, time, random);
        RetryClient state =
                new RetryClient(settings.build(), environment, new RetryEventDispatcher(() -> List.of(events::add)));
        FutureRetryExecutor retries =
                new FutureRetryExecutor(scheduler, waiting, BlockingOnly.listeners(() -> listeners), () -> executor);
        return retries.call(new TestAttempt<>(method, settings.build(), state));
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T, X extends Throwable> T throwAny(Throwable thrown) throws X {
        throw (X) thrown;
    }

    private record BrokenAccessor(String method) implements ThreadLocalAccessor<String> {

        private static final String KEY = "broken";

        @Override
        public Object key() {
            return KEY;
        }

        @Override
        public String getValue() {
            throwIn("getValue");
            return "there";
        }

        @Override
        public void setValue(String value) {
            throwIn("setValue");
        }

        @Override
        public void setValue() {
            throwIn("setValue");
        }

        @Override
        public void restore(String value) {
            throwIn("restore");
        }

        private void throwIn(String name) {
            if (name.equals(method)) {
                throw new IllegalStateException(name);
            }
        }
    }
}
