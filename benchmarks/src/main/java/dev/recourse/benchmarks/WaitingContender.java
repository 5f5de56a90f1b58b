package dev.recourse.benchmarks;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import dev.recourse.retry.RetryStrategies;
import dev.recourse.retry.RetryStrategy;
import dev.recourse.retry.autoconfigure.RetryAutoConfiguration;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** A way to make very many calls that wait two seconds each before their second attempt. */
enum WaitingContender {
    RECOURSE_FUTURE("RetryStrategy.future") {
        @Override
        Function<Supplier<CompletableFuture<String>>, CompletionStage<String>> calls() {
            RetryStrategy strategy = strategy();
            return strategy::future;
        }
    },
    RESILIENCE4J("Resilience4j, one scheduler") {
        @Override
        Function<Supplier<CompletableFuture<String>>, CompletionStage<String>> calls() {
            ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
            io.github.resilience4j.retry.Retry retry = io.github.resilience4j.retry.Retry.of(
                    "api",
                    RetryConfig.custom().maxAttempts(4).waitDuration(WAIT).build());
            return attempts -> retry.executeCompletionStage(scheduler, attempts::get);
        }
    },
    FAILSAFE("Failsafe, async") {
        @Override
        Function<Supplier<CompletableFuture<String>>, CompletionStage<String>> calls() {
            RetryPolicy<String> policy = RetryPolicy.<String>builder()
                    .withMaxRetries(3)
                    .withDelay(WAIT)
                    .build();
            FailsafeExecutor<String> failsafe = Failsafe.with(policy);
            return attempts -> failsafe.getStageAsync(attempts::get);
        }
    },
    RECOURSE_MONO("RetryStrategy.mono") {
        @Override
        Function<Supplier<CompletableFuture<String>>, CompletionStage<String>> calls() {
            RetryStrategy strategy = strategy();
            return attempts ->
                    strategy.mono(() -> Mono.fromFuture(attempts.get())).toFuture();
        }
    },
    REACTOR("Reactor's retryWhen") {
        @Override
        Function<Supplier<CompletableFuture<String>>, CompletionStage<String>> calls() {
            Retry retry = Retry.fixedDelay(3, WAIT);
            return attempts -> Mono.defer(() -> Mono.fromFuture(attempts.get()))
                    .retryWhen(retry)
                    .toFuture();
        }
    },
    VIRTUAL_THREADS("RetryStrategy.call, virtual threads") {
        @Override
        Function<Supplier<CompletableFuture<String>>, CompletionStage<String>> calls() {
            RetryStrategy strategy = strategy();
            VirtualThreadTaskExecutor threads = new VirtualThreadTaskExecutor();
            return attempts -> CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return strategy.call(() -> attempts.get().get());
                        } catch (Exception ex) {
                            throw new IllegalStateException(ex);
                        }
                    },
                    threads);
        }

        @Override
        boolean isAvailable() {
            return Runtime.version().feature() >= 21;
        }
    };

    static final Duration WAIT = Duration.ofSeconds(2);

    private final String label;

    WaitingContender(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    boolean isAvailable() {
        return true;
    }

    /** Returns what makes a call of several attempts. */
    abstract Function<Supplier<CompletableFuture<String>>, CompletionStage<String>> calls();

    /** The line that is logged of each wait has no counterpart elsewhere, and a cost of its own. */
    private static RetryStrategy strategy() {
        return new SpringApplicationBuilder(Recourse.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "logging.level.dev.recourse.retry=warn",
                        "recourse.retry.jitter-factor=0",
                        "recourse.retry.cooldown=none",
                        "recourse.retry.budget.ratio=1")
                .run()
                .getBean(RetryStrategies.class)
                .build(rules -> rules.delay(Refused.class, WAIT.toString()));
    }

    @ImportAutoConfiguration({TaskExecutionAutoConfiguration.class, RetryAutoConfiguration.class})
    static class Recourse {}
}
