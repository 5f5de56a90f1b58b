package dev.recourse.benchmarks;

import dev.recourse.retry.RetryOnStatus;

/** An interface that only a proxy implements, as an HTTP service interface is. */
interface ApiService extends Api {

    @Override
    @RetryOnStatus(delays = "429: 100ms")
    String call(Quota quota);
}
