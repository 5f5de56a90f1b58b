package dev.recourse.retry.aop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recourse.retry.RetryLaterException;
import dev.recourse.retry.RetryOnStatus;
import dev.recourse.retry.autoconfigure.RetryAutoConfiguration;
import dev.recourse.retry.execution.ScheduledRetryRegistry;
import dev.recourse.retry.time.ManualScheduler;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.retry.RetryCallback;
import org.springframework.retry.RetryContext;
import org.springframework.retry.RetryListener;
import org.springframework.retry.interceptor.MethodInvocationRetryCallback;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.web.client.HttpClientErrorException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class AsyncMethodsTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    AopAutoConfiguration.class, TaskExecutionAutoConfiguration.class, RetryAutoConfiguration.class))
            .withBean(Api.class)
            .withPropertyValues("recourse.retry.jitter-factor=0", "recourse.retry.delays[java.io.IOException]=1s");

    private final ManualScheduler timer = new ManualScheduler();

    @Test
    void monoWhenItFailsInvokesTheMethodAgain() {
        runner.run(context -> {
            Api api = context.getBean(Api.class);
            StepVerifier.withVirtualTime(() -> api.fail(2).mono("a"))
                    .expectSubscription()
                    .expectNoEvent(Duration.ofSeconds(2))
                    .expectNext("a 3")
                    .verifyComplete();
        });
    }

    @Test
    void monoWhenItSucceedsIsSubscribedAndInvokedOnce() {
        runner.run(context -> {
            Mono<String> mono = context.getBean(Api.class).mono("a");
            assertThat(context.getBean(Api.class).calls()).isEqualTo(1);
            StepVerifier.create(mono).expectNext("a 1").verifyComplete();
        });
    }

    @Test
    void monoWhenSubscribedTwiceBeginsBothTimesWithWhatTheMethodReturned() {
        runner.run(context -> {
            Mono<String> mono = context.getBean(Api.class).mono("a");
            StepVerifier.create(mono).expectNext("a 1").verifyComplete();
            StepVerifier.create(mono).expectNext("a 1").verifyComplete();
        });
    }

    @Test
    void monoWhenTheMethodThrowsInsteadIsRetriedAndFailsAsAMono() {
        runner.run(context -> {
            Api api = context.getBean(Api.class);
            StepVerifier.withVirtualTime(() -> api.throwing(9))
                    .thenAwait(Duration.ofSeconds(3))
                    .verifyErrorSatisfies(failure -> assertThat(failure)
                            .isInstanceOf(UncheckedIOException.class)
                            .satisfies(last -> assertThat(last.getSuppressed()).hasSize(3)));
            assertThat(api.calls()).isEqualTo(4);
        });
    }

    @Test
    void monoWhenTheMethodReturnsNullIsNull() {
        runner.run(context -> assertThat(context.getBean(Api.class).nothing()).isNull());
    }

    @Test
    void fluxWhenItFailsBeforeItsFirstElementInvokesTheMethodAgain() {
        runner.run(context -> {
            Api api = context.getBean(Api.class);
            StepVerifier.withVirtualTime(() -> api.fail(1).flux())
                    .thenAwait(Duration.ofSeconds(1))
                    .expectNext("2", "x")
                    .verifyComplete();
        });
    }

    @Test
    void futureWhenItFailsInvokesTheMethodAgain() {
        withTimer(api -> {
            CompletableFuture<String> future = api.fail(2).future();
            fire(2);
            assertThat(future).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("3");
        });
    }

    @Test
    void futureWhenTheMethodThrowsInsteadFailsAsAFuture() {
        withTimer(api -> assertThat(api.throwingStage(new IllegalStateException("no")))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(IllegalStateException.class));
    }

    @Test
    void futureWhenItHasSucceededIsThatOfTheMethod() {
        withTimer(api -> assertThat(api.done()).isSameAs(Api.DONE));
    }

    @Test
    void futureWhenMethodIsAsynchronousIsRetriedInItsThread() {
        runner.withUserConfiguration(AsyncEnabled.class)
                .withBean(AsyncApi.class)
                .withBean(ManualScheduler.class, () -> timer)
                .run(context -> {
                    AsyncApi api = context.getBean(AsyncApi.class);
                    CompletableFuture<String> future = api.call();
                    timer.fire();
                    assertThat(future).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("2");
                    assertThat(api.threads()).hasSize(2).allMatch(name -> name.startsWith("task-"));
                });
    }

    @Test
    void typesThatSpringAdaptsWhenTheyFailAreRetried() {
        withTimer(api -> {
            CompletableFuture<String> single =
                    api.fail(1).single().toCompletionStage().toCompletableFuture();
            fire(1);
            assertThat(single).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("2");
            CompletableFuture<String> maybe =
                    api.fail(1).maybe().toCompletionStage().toCompletableFuture();
            fire(1);
            assertThat(maybe).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("4");
            CompletableFuture<List<String>> flowable =
                    api.fail(1).flowable().toList().toCompletionStage().toCompletableFuture();
            fire(1);
            assertThat(flowable).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(List.of("6", "x"));
            CompletableFuture<List<String>> publisher =
                    Flux.from(api.fail(1).publisher()).collectList().toFuture();
            fire(1);
            assertThat(publisher).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(List.of("8", "x"));
        });
    }

    @Test
    void cooldownWhenItIsLongerThanTheCallerMayWaitKeepsTheCallBack() {
        runner.withPropertyValues("recourse.retry.max-retries=0", "recourse.retry.max-wait=1s")
                .run(context -> {
                    Api api = context.getBean(Api.class);
                    assertThatThrownBy(() -> api.limited().block(Duration.ofSeconds(10)))
                            .isInstanceOf(HttpClientErrorException.class);
                    int calls = api.calls();
                    StepVerifier.create(api.mono("a")).verifyError(RetryLaterException.class);
                    assertThat(api.future())
                            .failsWithin(Duration.ofSeconds(10))
                            .withThrowableThat()
                            .havingCause()
                            .isInstanceOf(RetryLaterException.class);
                    assertThat(api.calls()).isEqualTo(calls);
                });
    }

    @Test
    void cooldownWhenTheCallerMayWaitIsWaitedForBeforeTheFirstAttempt() {
        runner.withBean(ManualScheduler.class, () -> timer)
                .withPropertyValues("recourse.retry.max-retries=0")
                .run(context -> {
                    Api api = context.getBean(Api.class);
                    assertThatThrownBy(() -> api.limited().block(Duration.ofSeconds(10)))
                            .isInstanceOf(HttpClientErrorException.class);
                    CompletableFuture<String> future = api.future();
                    assertThat(context.getBean(ScheduledRetryRegistry.class).latest(9))
                            .singleElement()
                            .satisfies(call -> assertThat(call.attempt()).isZero());
                    assertThat(api.calls()).isEqualTo(1);
                    fire(1);
                    assertThat(future).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("2");
                });
    }

    @Test
    void listenerWhenCallFailsIsToldOfEachStepAsForABlockingCall() {
        List<String> told = new ArrayList<>();
        runner.withBean(ManualScheduler.class, () -> timer)
                .withBean(RetryListener.class, () -> new Recorder(told))
                .run(context -> {
                    CompletableFuture<String> future =
                            context.getBean(Api.class).fail(2).future();
                    fire(2);
                    assertThat(future).succeedsWithin(Duration.ofSeconds(10));
                    assertThat(told).containsExactly("open future", "error 1", "error 2", "success 3", "close");
                });
    }

    private void withTimer(Consumer<Api> test) {
        runner.withBean(ManualScheduler.class, () -> timer).run(context -> test.accept(context.getBean(Api.class)));
    }

    private void fire(int times) {
        try {
            for (int i = 0; i < times; i++) {
                timer.fire();
            }
        } catch (Exception ex) {
            throw new AssertionError(ex);
        }
    }

    static class Api {

        static final CompletableFuture<String> DONE = CompletableFuture.completedFuture("done");

        private final State state = new State();

        Api fail(int times) {
            state.failures.set(times);
            return this;
        }

        int calls() {
            return state.calls.get();
        }

        @RetryOnStatus
        public Mono<String> mono(String name) {
            int call = state.calls.incrementAndGet();
            return attempt().map(number -> name + " " + call);
        }

        @RetryOnStatus
        public Mono<String> throwing(int times) {
            if (state.calls.getAndIncrement() < times) {
                throw new UncheckedIOException(new IOException());
            }
            return Mono.just("done");
        }

        @RetryOnStatus
        public Mono<String> limited() {
            state.calls.incrementAndGet();
            HttpHeaders headers = new HttpHeaders();
            headers.add("Retry-After", "60");
            return Mono.error(HttpClientErrorException.create(
                    HttpStatus.TOO_MANY_REQUESTS, "", headers, new byte[0], StandardCharsets.UTF_8));
        }

        @RetryOnStatus
        public @Nullable Mono<String> nothing() {
            return null;
        }

        @RetryOnStatus
        public Flux<String> flux() {
            return next().concatWith(Mono.just("x"));
        }

        @RetryOnStatus
        public CompletableFuture<String> future() {
            return next().toFuture();
        }

        @RetryOnStatus
        public CompletableFuture<String> throwingStage(RuntimeException failure) {
            throw failure;
        }

        @RetryOnStatus
        public CompletionStage<String> done() {
            return DONE;
        }

        @RetryOnStatus
        public Single<String> single() {
            return Single.fromPublisher(next());
        }

        @RetryOnStatus
        public Maybe<String> maybe() {
            return Maybe.fromPublisher(next());
        }

        @RetryOnStatus
        public Flowable<String> flowable() {
            return Flowable.fromPublisher(next().concatWith(Mono.just("x")));
        }

        @RetryOnStatus
        public Publisher<String> publisher() {
            return next().concatWith(Mono.just("x"));
        }

        private Mono<String> next() {
            state.calls.incrementAndGet();
            return attempt();
        }

        private Mono<String> attempt() {
            return state.failures.getAndDecrement() > 0
                    ? Mono.error(new IOException())
                    : Mono.just(state.calls.toString());
        }

        /** A proxy has fields of its own. */
        private static final class State {

            private final AtomicInteger failures = new AtomicInteger();
            private final AtomicInteger calls = new AtomicInteger();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAsync
    static class AsyncEnabled {}

    static class AsyncApi {

        private final List<String> threads = new ArrayList<>();

        @Async
        @RetryOnStatus
        public CompletableFuture<String> call() {
            threads.add(Thread.currentThread().getName());
            return threads.size() < 2
                    ? CompletableFuture.failedFuture(new IOException())
                    : CompletableFuture.completedFuture(String.valueOf(threads.size()));
        }

        List<String> threads() {
            return threads;
        }
    }

    private static final class Recorder implements RetryListener {

        private final List<String> told;

        Recorder(List<String> told) {
            this.told = told;
        }

        @Override
        public <T, E extends Throwable> boolean open(RetryContext context, RetryCallback<T, E> callback) {
            MethodInvocationRetryCallback<?, ?> call = (MethodInvocationRetryCallback<?, ?>) callback;
            told.add("open " + call.getInvocation().getMethod().getName());
            return true;
        }

        @Override
        public <T, E extends Throwable> void onError(
                RetryContext context, RetryCallback<T, E> callback, Throwable failure) {
            told.add("error " + context.getRetryCount());
        }

        @Override
        public <T, E extends Throwable> void onSuccess(
                RetryContext context, RetryCallback<T, E> callback, @Nullable T result) {
            told.add("success " + result);
        }

        @Override
        public <T, E extends Throwable> void close(
                RetryContext context, RetryCallback<T, E> callback, @Nullable Throwable failure) {
            told.add("close");
        }
    }
}
