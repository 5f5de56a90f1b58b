package dev.recourse.benchmarks;

import dev.recourse.retry.RetryOnStatus;
import io.github.resilience4j.retry.annotation.Retry;
import org.springframework.retry.annotation.Backoff;
import org.springframework.retry.annotation.Retryable;

/** A client with the annotations of all libraries, of which each context heeds one. */
class ApiClient implements Api {

    @Override
    @RetryOnStatus(delays = "429: 100ms")
    @Retryable(maxAttempts = 4, backoff = @Backoff(delay = 100))
    @org.springframework.resilience.annotation.Retryable(maxRetries = 3, delay = 100)
    @Retry(name = "api")
    public String call(Quota quota) {
        return quota.take();
    }
}
