package dev.recourse.retry.job;

import dev.recourse.retry.RetryStrategies;
import dev.recourse.retry.RetryStrategy;
import dev.recourse.retry.idempotency.IdempotencyKeyInitializer;
import java.util.Map;
import org.springframework.core.env.Environment;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/** Sends orders, each with two retries, and waits for none of them. */
final class Orders {

    private final RetryStrategy strategy;
    private final RestClient client;

    Orders(RetryStrategies strategies, Environment environment) {
        this.strategy = strategies.named("orders");
        RestClient.Builder builder = RestClient.builder()
                .baseUrl(environment.getRequiredProperty("server.url"))
                .requestFactory(new JdkClientHttpRequestFactory());
        new IdempotencyKeyInitializer().addTo(builder);
        this.client = builder.build();
    }

    static Map<String, Object> properties(TellingServer server) {
        return Map.of(
                "server.url",
                server.url(),
                "recourse.retry.clients.orders.max-retries",
                2,
                "recourse.retry.clients.orders.hand-off",
                "always",
                "recourse.retry.clients.orders.idempotency-key",
                true);
    }

    void submit(String order) throws Exception {
        strategy.run(() -> client.post().uri("/" + order).retrieve().toBodilessEntity());
    }
}
