package dev.recourse.retry.idempotency;

import feign.RequestInterceptor;
import feign.RequestTemplate;

/** Puts the key of the call on requests of Feign that have none. */
public final class IdempotencyKeyInterceptor implements RequestInterceptor {

    @Override
    public void apply(RequestTemplate request) {
        IdempotencyKey key = IdempotencyKey.bound();
        if (key != null && request.headers().keySet().stream().noneMatch(IdempotencyKey.HEADER::equalsIgnoreCase)) {
            request.header(IdempotencyKey.HEADER, key.value());
        }
    }
}
