package dev.recourse.retry.idempotency;

import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/** Puts the key of the call on requests of WebClient that have none. */
public final class IdempotencyKeyFilter implements ExchangeFilterFunction {

    private static final String ATTRIBUTE = IdempotencyKey.class.getName();

    /** Takes note of the key where a request is made, since filters may run in another thread. */
    public void addTo(WebClient.Builder builder) {
        builder.defaultRequest(request -> {
                    IdempotencyKey bound = IdempotencyKey.bound();
                    if (bound != null) {
                        request.attribute(ATTRIBUTE, bound);
                    }
                })
                .filter(this);
    }

    @Override
    public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
        if (request.headers().containsHeader(IdempotencyKey.HEADER)) {
            return next.exchange(request);
        }
        return Mono.deferContextual(context -> next.exchange(withKey(request, context)));
    }

    private static ClientRequest withKey(ClientRequest request, ContextView context) {
        IdempotencyKey key = key(request, context);
        return key == null
                ? request
                : ClientRequest.from(request)
                        .headers(headers -> headers.set(IdempotencyKey.HEADER, key.value()))
                        .build();
    }

    private static @Nullable IdempotencyKey key(ClientRequest request, ContextView context) {
        return IdempotencyKeyContext.isBound(context)
                ? IdempotencyKeyContext.bound(context)
                : (IdempotencyKey) request.attributes().get(ATTRIBUTE);
    }
}
