package dev.recourse.retry.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recourse.retry.HandOff;
import dev.recourse.retry.RetryLaterException;
import dev.recourse.retry.autoconfigure.TestSettings;
import dev.recourse.retry.client.RetryClient;
import dev.recourse.retry.event.RetryEventDispatcher;
import dev.recourse.retry.settings.SettingsBuilder;
import dev.recourse.retry.time.ReactorScheduler;
import dev.recourse.retry.time.RetryEnvironment;
import dev.recourse.retry.time.SeededRandom;
import dev.recourse.retry.time.VirtualTime;
import io.micrometer.context.ContextRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.support.GenericApplicationContext;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.util.context.Context;

@ExtendWith(OutputCaptureExtension.class)
class ReactiveRetryExecutorTests {

    private final GenericApplicationContext context = new GenericApplicationContext();

    private final ScheduledRetryRegistry waiting = new ScheduledRetryRegistry(context);

    private final SettingsBuilder settings =
            TestSettings.builder().set("jitter-factor", 0.0).delay(IOException.class, "exponential(1s, 1m)");

    private final List<IOException> failures = new ArrayList<>();

    private int calls;

    ReactiveRetryExecutorTests() {
        context.addApplicationListener(waiting);
        context.refresh();
    }

    @Nested
    class Monos {

        @Test
        void callWhenItFailsTwiceWaitsTwiceAndEmitsTheValue() {
            StepVerifier.withVirtualTime(() -> mono(failingTimes(2)))
                    .expectSubscription()
                    .expectNoEvent(Duration.ofSeconds(1))
                    .expectNoEvent(Duration.ofSeconds(2).minusNanos(1))
                    .thenAwait(Duration.ofNanos(1))
                    .expectNext("done")
                    .verifyComplete();
            assertThat(calls).isEqualTo(3);
            assertThat(waiting.count()).isZero();
        }

        @Test
        void callWhenItIsEmptyHasSucceeded() {
            StepVerifier.create(mono(Mono::empty)).verifyComplete();
            assertThat(calls).isEqualTo(1);
        }

        @Test
        void callWhenRetriesAreUsedUpFailsWithTheLastFailureItself() {
            settings.maxRetries(1);
            StepVerifier.withVirtualTime(() -> mono(failingTimes(9)))
                    .thenAwait(Duration.ofSeconds(1))
                    .verifyErrorSatisfies(thrown -> {
                        assertThat(thrown).isSameAs(failures.get(1));
                        assertThat(thrown.getSuppressed()).containsExactly(failures.get(0));
                    });
        }

        @Test
        void callWhenFailureIsNotCoveredFailsAtOnce() {
            RuntimeException failure = new IllegalStateException();
            StepVerifier.create(mono(() -> Mono.error(failure)))
                    .verifyErrorSatisfies(thrown -> assertThat(thrown).isSameAs(failure));
        }

        @Test
        void callWhenHandedOffFailsWithRetryLater() {
            settings.handOff(HandOff.ALWAYS);
            StepVerifier.create(mono(failingTimes(9))).verifyError(RetryLaterException.class);
        }

        @Test
        void callWhenMethodThrowsOrReturnsNothingCountsItAsAnAttempt() {
            settings.delay(NullPointerException.class, "1s");
            StepVerifier.withVirtualTime(() -> mono(() -> switch (calls) {
                        case 1 -> throw new IllegalArgumentException(new IOException());
                        case 2 -> null;
                        default -> Mono.just("done");
                    }))
                    .thenAwait(Duration.ofSeconds(2))
                    .expectNext("done")
                    .verifyComplete();
        }

        @Test
        void callWhenBlockedOnThrowsTheFailureItself() {
            RuntimeException failure = new IllegalStateException();
            assertThatThrownBy(() -> mono(() -> Mono.error(failure)).block()).isSameAs(failure);
        }

        @Test
        void subscriptionsWhenThereAreManyAreCallsOfTheirOwn() {
            settings.maxRetries(1);
            Mono<String> mono = mono(failingTimes(2));
            StepVerifier.withVirtualTime(() -> mono)
                    .thenAwait(Duration.ofSeconds(1))
                    .verifyErrorSatisfies(thrown -> assertThat(thrown).isSameAs(failures.get(1)));
            StepVerifier.create(mono).expectNext("done").verifyComplete();
        }

        @Test
        void subscriptionWhenCancelledWhileItWaitsEndsTheWait() {
            StepVerifier.withVirtualTime(() -> mono(failingTimes(9)))
                    .expectSubscription()
                    .then(() -> assertThat(waiting.count()).isEqualTo(1))
                    .thenCancel()
                    .verify();
            assertThat(waiting.count()).isZero();
            assertThat(calls).isEqualTo(1);
        }

        @Test
        void subscriptionWhenCancelledWhileAnAttemptIsUnderWayCancelsThat() {
            TestPublisher<String> attempt = TestPublisher.create();
            Disposable subscription = mono(attempt::mono).subscribe();
            subscription.dispose();
            attempt.assertWasCancelled();
        }

        @Test
        void callWhenContextClosesWhileItWaitsFailsWithTheLastFailure() {
            StepVerifier.withVirtualTime(() -> mono(failingTimes(9)))
                    .expectSubscription()
                    .then(context::close)
                    .verifyErrorSatisfies(thrown -> assertThat(thrown).isSameAs(failures.get(0)));
            assertThat(waiting.count()).isZero();
        }

        @Test
        void callWhenAnotherSubscriberThrowsAsTheContextClosesEndsToo() {
            List<Throwable> ends = new ArrayList<>();
            for (String name : List.of("one", "two", "three")) {
                mono(failingTimes(9)).subscribe(value -> {}, failure -> {
                    ends.add(failure);
                    if (name.equals("two")) {
                        throw new AssertionError(name);
                    }
                    throw new IllegalStateException(name);
                });
            }
            context.close();
            assertThat(ends).hasSize(3);
            assertThat(waiting.count()).isZero();
        }

        @Test
        void contextOfReactorWhenCallIsRetriedReachesEachAttempt() {
            List<String> seen = new ArrayList<>();
            StepVerifier.withVirtualTime(() -> mono(() -> Mono.deferContextual(view -> {
                                seen.add(view.get("user"));
                                return calls < 3 ? failure() : Mono.just("done");
                            }))
                            .contextWrite(Context.of("user", "alice")))
                    .thenAwait(Duration.ofSeconds(3))
                    .expectNext("done")
                    .verifyComplete();
            assertThat(seen).containsExactly("alice", "alice", "alice");
        }
    }

    @Nested
    class Fluxes {

        @Test
        void callWhenItFailsBeforeItsFirstElementIsMadeAgain() {
            StepVerifier.withVirtualTime(() -> flux(() -> calls < 2 ? failure().flux() : Flux.just("a", "b")))
                    .thenAwait(Duration.ofSeconds(1))
                    .expectNext("a", "b")
                    .verifyComplete();
        }

        @Test
        void callWhenItFailsAfterItsFirstElementPassesTheFailureOn() {
            StepVerifier.create(flux(() -> Flux.concat(Mono.just("a"), failure())))
                    .expectNext("a")
                    .verifyErrorSatisfies(thrown -> assertThat(thrown).isSameAs(failures.get(0)));
            assertThat(calls).isEqualTo(1);
        }

        @Test
        void demandWhenCallIsMadeAgainIsTakenOverAndNotExceeded() {
            List<Long> requests = new ArrayList<>();
            StepVerifier.withVirtualTime(
                            () -> flux(() -> (calls < 2
                                            ? failure().flux()
                                            : Flux.range(0, 10).map(String::valueOf))
                                    .doOnRequest(requests::add)),
                            0)
                    .thenRequest(2)
                    .thenAwait(Duration.ofMillis(500))
                    .thenRequest(1)
                    .thenAwait(Duration.ofMillis(500))
                    .expectNext("0", "1", "2")
                    .thenRequest(1)
                    .expectNext("3")
                    .thenCancel()
                    .verify();
            assertThat(requests).containsExactly(2L, 3L, 1L);
        }

        @Test
        void demandWhenItComesFromAnotherThreadDuringTheChangeOfAttemptsIsNotLost() {
            settings.set("min-delay", Duration.ZERO).delay(IOException.class, "0s");
            for (int round = 0; round < 500; round++) {
                calls = 0;
                Flux<String> flux = flux(
                        () -> calls < 2 ? failure().flux() : Flux.range(0, 20).map(String::valueOf));
                Sinks.One<Integer> received = Sinks.one();
                BaseSubscriber<String> subscriber = new BaseSubscriber<>() {
                    private int count;

                    @Override
                    protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {
                        subscription.request(1);
                    }

                    @Override
                    protected void hookOnNext(String value) {
                        count++;
                    }

                    @Override
                    protected void hookOnComplete() {
                        received.tryEmitValue(count);
                    }
                };
                flux.subscribe(subscriber);
                for (int i = 0; i < 20; i++) {
                    subscriber.request(1);
                }
                assertThat(received.asMono().block(Duration.ofSeconds(10))).isEqualTo(20);
            }
        }
    }

    @Nested
    class ThreadLocals {

        private static final ThreadLocal<String> TRACE = new ThreadLocal<>();

        ThreadLocals() {
            ContextRegistry.getInstance().registerThreadLocalAccessor("trace", TRACE);
        }

        @AfterEach
        void forget() {
            ContextRegistry.getInstance().removeThreadLocalAccessor("trace");
            TRACE.remove();
        }

        @Test
        void threadLocalsWhenTheyAreTheSubscribersAreThereInEachAttempt() {
            TRACE.set("4711");
            List<String> seen = new ArrayList<>();
            settings.delay(IOException.class, "1ms").set("min-delay", Duration.ZERO);
            mono(() -> {
                        seen.add(TRACE.get());
                        return calls < 3 ? failure().delaySubscription(Duration.ofMillis(1)) : Mono.just("done");
                    })
                    .block(Duration.ofSeconds(10));
            assertThat(seen).containsExactly("4711", "4711", "4711");
        }

        @Test
        void threadLocalsWhenTheyAreInTheContextOfReactorAreThereInEachLaterAttempt() {
            List<String> seen = new ArrayList<>();
            settings.delay(IOException.class, "1ms").set("min-delay", Duration.ZERO);
            mono(() -> {
                        seen.add(TRACE.get());
                        return calls < 3 ? failure() : Mono.just("done");
                    })
                    .contextWrite(Context.of("trace", "4711"))
                    .subscribeOn(Schedulers.boundedElastic())
                    .block(Duration.ofSeconds(10));
            assertThat(seen).containsExactly(null, "4711", "4711");
        }
    }

    @Test
    void logWhenCallWaitsIsThatOfABlockingOne(CapturedOutput output) {
        StepVerifier.withVirtualTime(() -> mono(failingTimes(1)))
                .thenAwait(Duration.ofSeconds(1))
                .expectNext("done")
                .verifyComplete();
        assertThat(output)
                .contains("GitHub.events (client default) failed with IOException, attempt 1 of 4, next in 1s");
    }

    private Mono<String> failure() {
        IOException failure = new IOException();
        failures.add(failure);
        return Mono.error(failure);
    }

    private Supplier<Mono<String>> failingTimes(int times) {
        return () -> failures.size() < times ? failure() : Mono.just("done");
    }

    private Mono<String> mono(Supplier<Mono<String>> method) {
        return retries().mono(null, attempt(method));
    }

    private Flux<String> flux(Supplier<Flux<String>> method) {
        return retries().flux(null, attempt(method));
    }

    private <T> TestAttempt<T> attempt(Supplier<T> method) {
        return new TestAttempt<>(
                () -> {
                    calls++;
                    return method.get();
                },
                settings.build(),
                state());
    }

    private ReactiveRetryExecutor retries() {
        return new ReactiveRetryExecutor(new ReactorScheduler(), waiting, new RetryListeners(List.of()));
    }

    private RetryClient state() {
        VirtualTime time = new VirtualTime();
        RetryEnvironment environment = new RetryEnvironment(time, time, SeededRandom.create());
        return new RetryClient(settings.build(), environment, new RetryEventDispatcher(List::of));
    }
}
