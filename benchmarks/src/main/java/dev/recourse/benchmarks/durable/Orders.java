package dev.recourse.benchmarks.durable;

import dev.recourse.retry.ResumedCall;
import dev.recourse.retry.RetryOnStatus;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.client.HttpClientErrorException;

/** Sends orders to nobody. */
class Orders {

    private final AtomicInteger sent = new AtomicInteger();

    void plain(Order order) {
        sent.lazySet(order.items().size());
    }

    @RetryOnStatus
    void retried(Order order) {
        plain(order);
    }

    @RetryOnStatus(durable = "true")
    void durable(Order order) {
        plain(order);
    }

    @RetryOnStatus(durable = "outbox")
    void outbox(Order order) {
        sent.incrementAndGet();
    }

    /** Is refused for some seconds, once. */
    @RetryOnStatus(durable = "true")
    void refusedFor(int seconds) {
        if (ResumedCall.bound() == null) {
            HttpHeaders headers = new HttpHeaders();
            headers.set(HttpHeaders.RETRY_AFTER, Integer.toString(seconds));
            throw HttpClientErrorException.create(HttpStatus.TOO_MANY_REQUESTS, "refused", headers, new byte[0], null);
        }
        sent.incrementAndGet();
    }

    /** Returns how many orders the outbox has sent, and how many refused ones were sent in the end. */
    int sent() {
        return sent.get();
    }
}
