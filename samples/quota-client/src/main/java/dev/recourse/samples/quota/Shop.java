package dev.recourse.samples.quota;

import dev.recourse.retry.RetryOnStatus;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/** A class that uses a {@link RestClient}, retried by the rules for every client. */
@Component
class Shop {

    private final RestClient client;

    Shop(RestClient.Builder builder, @Value("${api.url}") String url) {
        this.client = builder.baseUrl(url).build();
    }

    @RetryOnStatus
    void order(String article) {
        client.post().uri("/orders").body(article).retrieve().toBodilessEntity();
    }

    @RetryOnStatus
    @Nullable
    String invoice(int order) {
        return client.get().uri("/invoices/{order}", order).retrieve().body(String.class);
    }

    @RetryOnStatus("carrier")
    void pickup(int order) {
        client.get().uri("/pickups/{order}", order).retrieve().toBodilessEntity();
    }

    /** A payment may have been made where the server fails, so no rule has it sent again. */
    @RetryOnStatus(delays = "500: 1s")
    void pay(int order) {
        client.post().uri("/payments").body(order).retrieve().toBodilessEntity();
    }

    @RetryOnStatus
    @Nullable
    String label(int order) {
        return client.get().uri("/labels/{order}", order).retrieve().body(String.class);
    }
}
