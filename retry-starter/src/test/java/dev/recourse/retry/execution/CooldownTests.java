package dev.recourse.retry.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.recourse.retry.HandOff;
import dev.recourse.retry.RetryEvent;
import dev.recourse.retry.RetryEvent.Outcome;
import dev.recourse.retry.RetryLaterException;
import dev.recourse.retry.autoconfigure.TestSettings;
import dev.recourse.retry.client.Cooldown;
import dev.recourse.retry.client.RetryClientRegistry;
import dev.recourse.retry.event.RetryEventDispatcher;
import dev.recourse.retry.settings.Settings;
import dev.recourse.retry.settings.SettingsBuilder;
import dev.recourse.retry.time.ManualScheduler;
import dev.recourse.retry.time.RetryEnvironment;
import dev.recourse.retry.time.Scheduler;
import dev.recourse.retry.time.SeededRandom;
import dev.recourse.retry.time.Sleeper;
import dev.recourse.retry.time.ThreadSleeper;
import dev.recourse.retry.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.retry.RetryCallback;
import org.springframework.retry.RetryContext;
import org.springframework.retry.RetryListener;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;

@ExtendWith(OutputCaptureExtension.class)
class CooldownTests {

    private final VirtualTime time = new VirtualTime();

    private final List<RetryEvent> events = new ArrayList<>();

    private final GenericApplicationContext context = new GenericApplicationContext();

    private final ScheduledRetryRegistry waiting = new ScheduledRetryRegistry(context);

    private final RetryClientRegistry states = new RetryClientRegistry(
            new RetryEnvironment(time, time, SeededRandom.create()),
            new RetryEventDispatcher(() -> List.of(events::add, waiting)));

    private final SettingsBuilder settings = TestSettings.builder()
            .name("github")
            .delay(Asking.class, "retryAfter")
            .delay(Failed.class, "2s")
            .set("jitter-factor", 0.0);

    private final ManualScheduler timer = new ManualScheduler();

    private Scheduler scheduler = timer;

    private Sleeper pause = time;

    @Test
    void callerWhenAServerHasAskedForADelayWaitsForItBeforeItsFirstAttempt() throws Exception {
        ask("60s");
        assertThat(call()).isEqualTo("done");
        assertThat(time.pauses()).containsExactly(Duration.ofSeconds(60));
    }

    @Test
    void callerWhenItsBlockReturnsNothingWaitsToo() throws Exception {
        ask("60s");
        strategy().run(() -> {});
        assertThat(time.pauses()).containsExactly(Duration.ofSeconds(60));
    }

    @Test
    void callerWhenItHasWaitedCountsForTheBudget() throws Exception {
        settings.set("budget.min-per-second", 0).set("budget.ratio", 1.0);
        ask("1s");
        call();
        assertThat(states.budgets()).containsExactly(new RetryClientRegistry.BudgetLeft("github", 2));
    }

    @Test
    void callerWhenItIsAskedItselfIsToldOfItsOwnDelay() throws Exception {
        failOnce(new Asking("60s"));
        assertThat(events)
                .filteredOn(RetryEvent.Wait.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(
                        RetryEvent.Wait.class, wait -> assertThat(wait.source()).isEqualTo("attribute"));
    }

    @Test
    void callerWhenItCancelsInACooldownIsReported() {
        Throwable failure = ask("60s");
        future(List::of, CompletableFuture.completedFuture("done")).cancel(true);
        assertThat(events)
                .last()
                .isEqualTo(new RetryEvent.End("github", "GitHub.events", 0, Outcome.CANCELLED, failure));
    }

    @Test
    void callerWhenItComesLaterWaitsForTheRest() throws Exception {
        ask("60s");
        time.pass(Duration.ofSeconds(45));
        call();
        assertThat(time.pauses()).containsExactly(Duration.ofSeconds(15));
    }

    @Test
    void callerWhenTheCooldownIsOverWaitsForNothingAndTellsNobody() throws Exception {
        ask("60s");
        time.pass(Duration.ofSeconds(60));
        events.clear();
        call();
        assertThat(time.pauses()).isEmpty();
        assertThat(events).isEmpty();
    }

    @Test
    void callerWhenTheDelayIsNotTheServersIsNotKeptBack() throws Exception {
        assertThatThrownBy(() -> strategy().call(() -> {
                    throw new Failed();
                }))
                .isInstanceOf(Failed.class);
        time.pauses().clear();
        call();
        assertThat(time.pauses()).isEmpty();
        assertThat(states.cooldowns()).isEmpty();
    }

    @Test
    void callerWhenCooldownsAreOffIsNotKeptBack() throws Exception {
        settings.cooldown(Settings.Cooldown.NONE);
        ask("60s");
        call();
        assertThat(time.pauses()).isEmpty();
    }

    @Test
    void callerWhenItMayNotWaitAsLongIsToldWhenToCallAgain() {
        Throwable failure = ask("5m");
        time.pass(Duration.ofMinutes(1));
        assertThatThrownBy(this::call).isInstanceOfSatisfying(RetryLaterException.class, later -> {
            assertThat(later).hasCause(failure).hasMessageContaining("'github' is in a cooldown");
            assertThat(later.attempt()).isZero();
            assertThat(later.delay()).isEqualTo(Duration.ofMinutes(4));
            assertThat(later.notBefore()).isEqualTo(VirtualTime.BEGINNING.plus(Duration.ofMinutes(5)));
            assertThat(later.client()).isEqualTo("github");
        });
        assertThat(time.pauses()).isEmpty();
    }

    @Test
    void callerWhenItHasNotAsMuchTimeLeftIsToldWhenToCallAgain() {
        ask("60s");
        settings.timeout(Duration.ofSeconds(59));
        assertThatThrownBy(this::call).isInstanceOf(RetryLaterException.class);
    }

    @Test
    void callerWhenHandOffIsAlwaysDoesNotWait() {
        ask("60s");
        settings.handOff(HandOff.ALWAYS);
        assertThatThrownBy(this::call).isInstanceOf(RetryLaterException.class);
        assertThat(time.pauses()).isEmpty();
    }

    @Test
    void callersWhenTheyHaveWaitedComeBackSpreadAndNotEarly() throws Exception {
        settings.set("jitter-factor", 0.1);
        ask("100s");
        List<Duration> waits = new ArrayList<>();
        pause = (delay, wakeUp) -> waits.add(delay);
        for (int caller = 0; caller < 1000; caller++) {
            call();
        }
        assertThat(waits)
                .allSatisfy(wait -> assertThat(wait).isBetween(Duration.ofSeconds(100), Duration.ofSeconds(110)));
        assertThat(waits.stream().collect(Collectors.groupingBy(Duration::toSeconds, Collectors.counting())))
                .hasSize(10)
                .allSatisfy((second, callers) -> assertThat(callers).isBetween(60L, 150L));
    }

    @Test
    void callerWhenTheCooldownGetsLongerMeanwhileWaitsOn() throws Exception {
        ask("60s");
        pauseAndThen(() -> ask("30001ms"));
        call();
        assertThat(time.pauses()).containsExactly(Duration.ofSeconds(60), Duration.ofSeconds(30));
    }

    @Test
    void callerWhenTheCooldownGetsLongerThanItMayWaitIsToldWhenToCallAgain() {
        ask("60s");
        pauseAndThen(() -> ask("61001ms"));
        assertThatThrownBy(this::call)
                .isInstanceOfSatisfying(
                        RetryLaterException.class,
                        later -> assertThat(later.delay()).isEqualTo(Duration.ofSeconds(61)));
        assertThat(time.pauses()).containsExactly(Duration.ofSeconds(60));
    }

    @Test
    void retryWhenAnotherCallerIsAskedForMoreWaitsOn() throws Exception {
        pauseAndThen(() -> ask("30001ms"));
        assertThat(failOnce(new Failed())).isEqualTo("done");
        assertThat(time.pauses()).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(30));
    }

    @Test
    void retryWhenAnotherCallerIsAskedForTooMuchEndsWithItsOwnFailure() {
        pauseAndThen(() -> ask("3500001ms"));
        Exception own = new Failed();
        assertThat(catchThrowable(() -> failOnce(own))).isSameAs(own);
        settings.handOff(HandOff.BEYOND_MAX_WAIT);
        time.pass(Duration.ofHours(1));
        pauseAndThen(() -> ask("3500001ms"));
        assertThatThrownBy(() -> failOnce(own)).isInstanceOfSatisfying(RetryLaterException.class, later -> {
            assertThat(later.attempt()).isEqualTo(1);
            assertThat(later.delay()).isEqualTo(Duration.ofSeconds(3500));
        });
    }

    @Test
    void retryWhenTheCooldownIsLongerThanItsOwnDelayWaitsForThat() throws Exception {
        String value = strategy().call(new Failing(new Failed(), () -> ask("30s")));
        assertThat(value).isEqualTo("done");
        assertThat(time.pauses()).containsExactly(Duration.ofSeconds(30));
    }

    @Test
    void cooldownWhenAServerAsksForLessIsNotShortened() throws Exception {
        ask("60s");
        ask("5s");
        call();
        assertThat(time.pauses()).containsExactly(Duration.ofSeconds(60));
    }

    @Test
    void cooldownWhenNoRetryIsLeftBeginsAllTheSame() throws Exception {
        settings.maxRetries(0);
        assertThat(ask("60s")).isInstanceOf(Asking.class);
        call();
        assertThat(time.pauses()).containsExactly(Duration.ofSeconds(60));
    }

    @Test
    void cooldownWhenItIsOfAnotherClientKeepsNobodyBack() throws Exception {
        ask("60s");
        settings.name("gitlab");
        call();
        assertThat(time.pauses()).isEmpty();
    }

    @Test
    void cooldownWhenAskedForLongerLastsAnHour() {
        ask("31000000s");
        assertThat(states.cooldowns())
                .extracting(RetryClientRegistry.ActiveCooldown::until)
                .containsExactly(VirtualTime.BEGINNING.plus(Duration.ofHours(1)));
    }

    @Test
    void cooldownWhenLiftedIsOver() throws Exception {
        Throwable failure = ask("60s");
        assertThat(states.cooldowns())
                .containsExactly(new RetryClientRegistry.ActiveCooldown(
                        "github", VirtualTime.BEGINNING.plus(Duration.ofSeconds(60)), failure, 0));
        assertThat(states.lift("gitlab")).isFalse();
        assertThat(states.lift("github")).isTrue();
        assertThat(states.lift("github")).isFalse();
        call();
        assertThat(time.pauses()).isEmpty();
        assertThat(states.cooldowns()).isEmpty();
    }

    @Test
    void cooldownWhenLiftedWakesThoseWhoWait() throws Exception {
        try (GenericApplicationContext context = new GenericApplicationContext()) {
            context.refresh();
            CountDownLatch pausing = new CountDownLatch(3);
            ThreadSleeper real = new ThreadSleeper();
            pause = (delay, wakeUp) -> {
                pausing.countDown();
                real.sleep(delay, wakeUp);
            };
            settings.maxWait(Duration.ofDays(1)).timeout(Duration.ofDays(1));
            CompletableFuture<String> asked = inThread(() -> failOnce(new Asking("1h")));
            while (states.cooldowns().isEmpty()) {
                Thread.onSpinWait();
            }
            CompletableFuture<String> arrived = inThread(this::call);
            CompletableFuture<String> another = inThread(this::call);
            assertThat(pausing.await(10, TimeUnit.SECONDS)).isTrue();
            states.lift("github");
            assertThat(asked.get(10, TimeUnit.SECONDS)).isEqualTo("done");
            assertThat(arrived.get(10, TimeUnit.SECONDS)).isEqualTo("done");
            assertThat(another.get(10, TimeUnit.SECONDS)).isEqualTo("done");
        }
    }

    @Test
    void futureWhenItsCooldownIsLiftedIsMadeAtOnceAndLeavesNoTimer() throws Exception {
        List<Callable<?>> due = new ArrayList<>();
        List<Future<?>> timers = new ArrayList<>();
        scheduler = (task, delay) -> {
            CompletableFuture<Void> scheduled = new CompletableFuture<>();
            if (delay.isZero()) {
                due.add(task);
            } else {
                timers.add(scheduled);
            }
            return scheduled;
        };
        ask("60s");
        CompletableFuture<String> future = future(List::of, CompletableFuture.completedFuture("done"));
        assertThat(future).isNotDone();
        states.lift("github");
        due.remove(0).call();
        assertThat(future).isCompletedWithValue("done");
        assertThat(timers).hasSize(1).allMatch(Future::isCancelled);
    }

    @Test
    void futureWhenWokenByALiftDoesNotWakeAgainFromItsNextWait() throws Exception {
        List<CompletableFuture<String>> attempts = new ArrayList<>();
        CompletableFuture<String> future = future(List::of, () -> {
            attempts.add(new CompletableFuture<>());
            return attempts.get(attempts.size() - 1);
        });
        attempts.get(0).completeExceptionally(new Asking("60s"));
        states.lift("github");
        assertThat(timer.scheduled()).isEqualTo(2);
        timer.fire();
        attempts.get(1).completeExceptionally(new Asking("90s"));
        timer.fire();
        assertThat(attempts).hasSize(2);
        assertThat(waiting.count()).isEqualTo(1);
        assertThat(future).isNotDone();
    }

    @Test
    void callerWhenInterruptedIsToldWhenToCallAgainAndKeepsTheFlag() {
        Throwable failure = ask("60s");
        pause = (delay, wakeUp) -> {
            time.pass(Duration.ofSeconds(20));
            throw new InterruptedException();
        };
        Throwable thrown = catchThrowable(this::call);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(thrown).isInstanceOf(RetryLaterException.class).hasCause(failure);
        assertThat(((RetryLaterException) thrown).delay()).isEqualTo(Duration.ofSeconds(40));
    }

    @Test
    void callerWhenTheContextClosesIsToldWhenToCallAgain() {
        Throwable failure = ask("60s");
        pause = (delay, wakeUp) -> waiting.onApplicationEvent(new ContextClosedEvent(context));
        assertThatThrownBy(this::call).isInstanceOf(RetryLaterException.class).hasCause(failure);
    }

    @Test
    void callWhenMadeWithinARetryOfTheSameClientWaitsToo() throws Exception {
        assertThat(strategy().call(() -> strategy().call(new Failing(new Asking("10s"), () -> {}))))
                .isEqualTo("done");
        assertThat(time.pauses()).containsExactly(Duration.ofSeconds(10));
        assertThat(strategy().call(new Failing(new Failed(), () -> ask("10s")) {
                    @Override
                    public String call() throws Exception {
                        String value = super.call();
                        return value + CooldownTests.this.call();
                    }
                }))
                .isEqualTo("donedone");
    }

    @Test
    void callerWhenItsFirstAttemptFailsAfterACooldownIsRetried() throws Exception {
        ask("60s");
        assertThat(failOnce(new Failed())).isEqualTo("done");
        assertThat(time.pauses()).containsExactly(Duration.ofSeconds(60), Duration.ofSeconds(2));
    }

    @Test
    void eventsWhenACallIsKeptBackTellOfItsWaitAndItsEnd() throws Exception {
        Throwable failure = ask("60s");
        RetryEvent.CooldownStart start =
                new RetryEvent.CooldownStart("github", VirtualTime.BEGINNING.plus(Duration.ofSeconds(60)), failure);
        assertThat(events).contains(start);
        events.clear();
        call();
        assertThat(events)
                .containsExactly(
                        new RetryEvent.Wait(
                                "github",
                                "A call of client github",
                                0,
                                4,
                                Duration.ofSeconds(60),
                                "cooldown",
                                "cooldown",
                                "the rest of the cooldown",
                                failure),
                        new RetryEvent.End("github", "A call of client github", 1, Outcome.SUCCESS, null));
    }

    @Test
    void logWhenACooldownIsAsLongAsCallersMayWaitSaysItsBeginningAndItsEnd(CapturedOutput output) throws Exception {
        states.of(settings.build());
        ask("60s");
        call();
        call();
        assertThat(lines(output, "Cooldown of"))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .contains("INFO")
                                .endsWith("Cooldown of client github for 1m, until "
                                        + VirtualTime.BEGINNING.plus(Duration.ofSeconds(60))
                                        + ", because of CooldownTests.Asking: calls wait meanwhile"),
                        line -> assertThat(line).contains("INFO").endsWith("Cooldown of client github is over"));
    }

    @Test
    void logWhenACooldownIsLongerSaysWhatCallsGetAndHowToLiftItAndCountsThem(CapturedOutput output) throws Exception {
        states.of(settings.build());
        ask("1h");
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(this::call).isInstanceOf(RetryLaterException.class);
        }
        time.pass(Duration.ofHours(1));
        call();
        assertThat(lines(output, "ooldown of client"))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .contains("WARN", "Cooldown of client github for 1h, until ")
                                .endsWith(
                                        "it is longer than max-wait (2m), so calls get a RetryLaterException meanwhile."
                                                + " To lift it, send DELETE to /actuator/retryonstatus/github"),
                        line -> assertThat(line)
                                .contains("INFO", "A call of client github is not called before ")
                                .endsWith("Further ones are counted"),
                        line -> assertThat(line)
                                .endsWith("Cooldown of client github is over, 3 calls got a RetryLaterException"));
    }

    @Test
    void logWhenACooldownIsLiftedSaysSo(CapturedOutput output) {
        ask("1h");
        states.lift("github");
        assertThat(lines(output, "lifted")).singleElement().asString().endsWith("Cooldown of client github is lifted");
    }

    private static List<String> lines(CapturedOutput output, String part) {
        return output.getOut()
                .lines()
                .filter(line -> line.contains(part) && !line.contains("DEBUG"))
                .toList();
    }

    @Test
    void eventsWhenACallIsNotMadeTellOfItsEnd() {
        ask("1h");
        events.clear();
        Throwable later = catchThrowable(this::call);
        assertThat(events)
                .containsExactly(new RetryEvent.End("github", "A call of client github", 0, Outcome.HANDED_OFF, later));
    }

    @Test
    void eventsWhenACooldownIsLiftedTellOfIt() {
        ask("1h");
        events.clear();
        states.lift("github");
        assertThat(events).containsExactly(new RetryEvent.CooldownLift("github"));
    }

    @Test
    void eventsWhenTheCooldownEndsJustAsACallArrivesAreNone() {
        ask("60s");
        events.clear();
        CompletableFuture<String> future = future(
                () -> {
                    time.pass(Duration.ofSeconds(60));
                    return List.of();
                },
                CompletableFuture.completedFuture("done"));
        assertThat(future).isCompletedWithValue("done");
        assertThat(events).isEmpty();
    }

    @Test
    void callWhenAListenerRefusesItAfterACooldownIsNotMadeAgain() throws Exception {
        RetryListener refusing = new RetryListener() {
            @Override
            public <T, E extends Throwable> boolean open(RetryContext context, RetryCallback<T, E> attempts) {
                return false;
            }
        };
        ask("60s");
        Failed failure = new Failed();
        CompletableFuture<String> future = future(() -> List.of(refusing), CompletableFuture.failedFuture(failure));
        time.pass(Duration.ofSeconds(60));
        timer.fire();
        assertThatThrownBy(future::get).cause().isSameAs(failure);
        assertThat(timer.scheduled()).isZero();
    }

    @Test
    void monoWhenCancelledJustAsItArrivesWaitsForNothing() {
        ask("60s");
        events.clear();
        BaseSubscriber<String> subscriber = new BaseSubscriber<>() {};
        ReactiveRetryExecutor retries = new ReactiveRetryExecutor(timer, waiting, BlockingOnly.listeners(() -> {
            subscriber.cancel();
            return List.of();
        }));
        retries.mono(null, attempt(() -> Mono.just("done"))).subscribe(subscriber);
        assertThat(timer.scheduled()).isZero();
        assertThat(waiting.count()).isZero();
        assertThat(events).isEmpty();
    }

    /** Makes a call of one attempt. */
    private CompletableFuture<String> future(
            Supplier<List<RetryListener>> listeners, CompletableFuture<String> attempt) {
        List<CompletableFuture<String>> attempts = new ArrayList<>(List.of(attempt));
        return future(listeners, () -> attempts.remove(0));
    }

    private CompletableFuture<String> future(
            Supplier<List<RetryListener>> listeners, Supplier<CompletableFuture<String>> attempt) {
        FutureRetryExecutor retries =
                new FutureRetryExecutor(scheduler, waiting, BlockingOnly.listeners(listeners), () -> Runnable::run);
        return retries.call(attempt(attempt));
    }

    private <T> TestAttempt<T> attempt(Supplier<T> block) {
        Settings built = settings.build();
        return new TestAttempt<>(block::get, built, states.of(built));
    }

    /** Lets a caller, which waits for nothing itself, begin or extend the cooldown; returns its failure. */
    private Throwable ask(String delay) {
        Settings impatient = TestSettings.over(settings.build(), Settings.Origin.CODE)
                .maxWait(Duration.ZERO)
                .handOff(HandOff.NEVER)
                .build();
        Asking asking = new Asking(delay);
        Cooldown.Period before = states.of(impatient).cooldown();
        if (before != null) {
            // A caller that came before the cooldown, whose attempt ends only now.
            states.of(impatient).startCooldown(asking.retryAfter, asking);
            return asking;
        }
        return catchThrowable(
                () -> new DefaultRetryStrategy(impatient, states.of(impatient), BlockingOnly.retries(time, List::of))
                        .call(() -> {
                            throw asking;
                        }));
    }

    /** In the middle of the next pause something happens, as it ends. */
    private void pauseAndThen(Runnable event) {
        List<Runnable> events = new ArrayList<>(List.of(event));
        pause = (delay, wakeUp) -> {
            time.sleep(delay.minusMillis(1), wakeUp);
            time.pauses().set(time.pauses().size() - 1, delay);
            if (!events.isEmpty()) {
                events.remove(0).run();
            }
            time.pass(Duration.ofMillis(1));
        };
    }

    private String call() throws Exception {
        return strategy().call(() -> "done");
    }

    private String failOnce(Exception failure) throws Exception {
        return strategy().call(new Failing(failure, () -> {}));
    }

    private DefaultRetryStrategy strategy() {
        Settings built = settings.build();
        return new DefaultRetryStrategy(built, states.of(built), BlockingOnly.retries(pause, waiting, List::of));
    }

    private static CompletableFuture<String> inThread(Callable<String> call) {
        CompletableFuture<String> result = new CompletableFuture<>();
        new Thread(() -> {
                    try {
                        result.complete(call.call());
                    } catch (Exception ex) {
                        result.completeExceptionally(ex);
                    }
                })
                .start();
        return result;
    }

    private static class Failing implements Callable<String> {

        private final Exception failure;
        private final Runnable before;
        private boolean failed;

        Failing(Exception failure, Runnable before) {
            this.failure = failure;
            this.before = before;
        }

        @Override
        public String call() throws Exception {
            if (failed) {
                return "done";
            }
            failed = true;
            before.run();
            throw failure;
        }
    }

    private static final class Failed extends Exception {}

    private static final class Asking extends Exception {

        private final Duration retryAfter;

        private Asking(String retryAfter) {
            this.retryAfter = DurationStyle.detectAndParse(retryAfter);
        }
    }
}
