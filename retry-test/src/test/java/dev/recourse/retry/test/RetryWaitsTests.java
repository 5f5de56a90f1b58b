package dev.recourse.retry.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recourse.retry.RetryStrategy;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.client.HttpClientErrorException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class RetryWaitsTests {

    private final RetryWaits waits = new RetryWaits();

    private int calls;

    @Test
    void delaysWhenACallIsRetriedAreExact() throws Exception {
        RetryStrategy strategy = waits.strategies()
                .build(rules -> rules.delay(IllegalStateException.class, "exponential(1s, 1m), random(2s, 9s)"));
        Instant begin = Instant.now();

        assertThat(strategy.call(() -> succeedAfter(3, new IllegalStateException())))
                .isEqualTo("done");

        assertThat(waits.delays()).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(7));
    }

    @Test
    void delaysWhenAMonoIsRetriedAreExact() {
        RetryStrategy strategy =
                waits.strategies().build(rules -> rules.delay(IllegalStateException.class, "exponential(10s, 1m)"));

        Mono<String> mono = strategy.mono(() -> Mono.fromCallable(() -> succeedAfter(2, new IllegalStateException())));

        assertThat(mono.block(Duration.ofSeconds(5))).isEqualTo("done");
        assertThat(waits.delays()).containsExactly(Duration.ofSeconds(10), Duration.ofSeconds(20));
    }

    @Test
    void delaysWhenAFluxIsRetriedAreExact() {
        RetryStrategy strategy = waits.strategies().build(rules -> rules.delay(IllegalStateException.class, "10s"));

        Flux<String> flux = strategy.flux(
                () -> Flux.defer(() -> calls++ == 0 ? Flux.error(new IllegalStateException()) : Flux.just("a", "b")));

        assertThat(flux.collectList().block(Duration.ofSeconds(5))).containsExactly("a", "b");
        assertThat(waits.delays()).containsExactly(Duration.ofSeconds(10));
    }

    @Test
    void delaysWhenAFutureIsRetriedAreExact() {
        RetryStrategy strategy =
                waits.strategies().build(rules -> rules.delay(IllegalStateException.class, "exponential(10s, 1m)"));

        CompletableFuture<String> future = strategy.future(() -> calls++ < 2
                ? CompletableFuture.failedFuture(new IllegalStateException())
                : CompletableFuture.completedFuture("done"));

        assertThat(future).succeedsWithin(Duration.ofSeconds(5)).isEqualTo("done");
        assertThat(waits.delays()).containsExactly(Duration.ofSeconds(10), Duration.ofSeconds(20));
    }

    @Test
    void delayWhenRandomIsTheShortest() throws Exception {
        RetryStrategy strategy =
                waits.strategies().build(rules -> rules.delay(IllegalStateException.class, "random(2s, 9s)"));

        strategy.call(() -> succeedAfter(1, new IllegalStateException()));

        assertThat(waits.delays()).containsExactly(Duration.ofSeconds(2));
    }

    @Test
    void delayWhenTheServerNamesADateIsExact() throws Exception {
        HttpHeaders headers = new HttpHeaders();
        headers.set(
                HttpHeaders.RETRY_AFTER,
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        waits.now().plusSeconds(40).atOffset(ZoneOffset.UTC)));
        Exception failure =
                HttpClientErrorException.create(HttpStatus.TOO_MANY_REQUESTS, "", headers, new byte[0], null);

        waits.strategies().build(rules -> {}).call(() -> succeedAfter(1, failure));

        assertThat(waits.delays()).containsExactly(Duration.ofSeconds(40));
    }

    @Test
    void clientWhenItHasKeysHasThem() {
        RetryStrategy strategy = waits.strategies(
                        "recourse.retry.clients.github.max-retries=1",
                        "recourse.retry.clients.github.delays.timeout=7s")
                .named("github");

        assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(() -> strategy.call(() -> succeedAfter(2, new TimeoutException())));

        assertThat(calls).isEqualTo(2);
        assertThat(waits.delays()).containsExactly(Duration.ofSeconds(7));
    }

    @Test
    void passWhenItIsLongerThanTheTimeoutLeavesNoRetry() {
        RetryStrategy strategy = waits.strategies()
                .build(rules -> rules.delay(IllegalStateException.class, "1s").timeout(Duration.ofMinutes(1)));

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> strategy.run(() -> {
                    waits.pass(Duration.ofMinutes(1));
                    throw new IllegalStateException();
                }));

        assertThat(waits.delays()).isEmpty();
    }

    private String succeedAfter(int failures, Exception failure) throws Exception {
        if (calls++ < failures) {
            throw failure;
        }
        return "done";
    }
}
