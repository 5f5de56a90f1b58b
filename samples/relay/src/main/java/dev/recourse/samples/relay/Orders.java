package dev.recourse.samples.relay;

import dev.recourse.retry.RetryOnStatus;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/** Sends orders to the shop. What the shop refuses for now is stored, and sent later by any node. */
@Component
class Orders {

    private final RestClient client;

    Orders(RestClient.Builder client, @Value("${shop.url}") String url, @Value("${node}") String node) {
        this.client = client.baseUrl(url).defaultHeader("X-Node", node).build();
    }

    @RetryOnStatus("shop")
    public void submit(Order order) {
        client.post()
                .uri("/orders")
                .contentType(MediaType.APPLICATION_JSON)
                .body(order)
                .retrieve()
                .toBodilessEntity();
    }
}
