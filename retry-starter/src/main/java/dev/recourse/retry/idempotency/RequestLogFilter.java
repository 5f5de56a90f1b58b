package dev.recourse.retry.idempotency;

import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import reactor.core.publisher.Mono;

/** Takes note of the requests of WebClient: in the reactive call within which each is sent, and in the thread that sends it. */
public final class RequestLogFilter implements ExchangeFilterFunction {

    @Override
    public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
        return Mono.deferContextual(context -> {
            String method = request.method().name();
            RequestLog log = RequestLogContext.bound(context);
            if (log != null) {
                log.note(method);
            }
            RequestLog.noteInThread(method);
            return next.exchange(request);
        });
    }
}
