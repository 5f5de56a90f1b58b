package dev.recourse.retry.idempotency;

import feign.RequestInterceptor;
import feign.RequestTemplate;

/** Takes note of the requests of Feign. */
public final class RequestLogInterceptor implements RequestInterceptor {

    @Override
    public void apply(RequestTemplate request) {
        RequestLog.noteInThread(request.method());
    }
}
