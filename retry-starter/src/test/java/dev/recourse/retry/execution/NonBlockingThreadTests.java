package dev.recourse.retry.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recourse.retry.autoconfigure.TestSettings;
import dev.recourse.retry.client.RetryClient;
import dev.recourse.retry.event.RetryEventDispatcher;
import dev.recourse.retry.settings.Settings;
import dev.recourse.retry.time.RetryEnvironment;
import dev.recourse.retry.time.SeededRandom;
import dev.recourse.retry.time.VirtualTime;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

class NonBlockingThreadTests {

    private final VirtualTime time = new VirtualTime();

    private final IOException failure = new IOException();

    @Test
    void callWhenItWouldBlockAThreadOfReactorIsRefusedWithARemedy() {
        assertThatThrownBy(() -> callOn(Schedulers.parallel()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("parallel-")
                .hasMessageContaining("must not be blocked by a wait of 1s")
                .hasMessageContaining("Mono or Flux")
                .hasMessageContaining("Schedulers.boundedElastic()")
                .hasCause(failure);
    }

    @Test
    void callWhenTheThreadMayBlockIsRetried() {
        assertThatThrownBy(() -> callOn(Schedulers.boundedElastic()))
                .hasCause(failure)
                .hasMessageContaining("IOException");
        assertThat(time.pauses()).hasSize(3);
    }

    private void callOn(Scheduler scheduler) {
        Settings settings =
                TestSettings.builder().delay(IOException.class, "1s").build();
        RetryEnvironment environment = new RetryEnvironment(time, time, SeededRandom.create());
        RetryClient state = new RetryClient(settings, environment, new RetryEventDispatcher(List::of));
        DefaultRetryStrategy strategy = new DefaultRetryStrategy(settings, state, BlockingOnly.retries(time, List::of));
        Mono.fromCallable(() -> strategy.call(() -> {
                    throw failure;
                }))
                .subscribeOn(scheduler)
                .block();
    }
}
