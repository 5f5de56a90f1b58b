package dev.recourse.benchmarks;

import dev.recourse.retry.RetryOnStatus;
import org.springframework.resilience.annotation.Retryable;
import reactor.core.publisher.Mono;

/** A client that returns at once and answers later, with the annotations of all libraries that know of this. */
class MonoApi {

    @RetryOnStatus(delays = "429: 100ms")
    @Retryable(maxRetries = 3, delay = 100)
    Mono<String> call(Quota quota) {
        return Mono.defer(() -> Mono.just(quota.take()));
    }
}
