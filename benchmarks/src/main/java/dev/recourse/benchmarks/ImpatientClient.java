package dev.recourse.benchmarks;

import dev.recourse.retry.RetryOnStatus;
import io.github.resilience4j.retry.annotation.Retry;
import org.springframework.retry.annotation.Retryable;

/** A client that is called again at once. */
class ImpatientClient implements Api {

    @Override
    @RetryOnStatus(delays = "429: 0s")
    @Retryable(interceptor = "impatient")
    @org.springframework.resilience.annotation.Retryable(maxRetries = 3, delay = 0)
    @Retry(name = "impatient")
    public String call(Quota quota) {
        return quota.take();
    }
}
