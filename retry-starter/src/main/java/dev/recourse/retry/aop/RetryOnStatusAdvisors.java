package dev.recourse.retry.aop;

import dev.recourse.retry.client.RetryClient;
import dev.recourse.retry.execution.ReactiveRetryExecutor;
import dev.recourse.retry.execution.RetryExecutors;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.aopalliance.aop.Advice;
import org.springframework.aop.Advisor;

/** Makes the advisors of a bean: one for each client and kind of result that its methods have. */
final class RetryOnStatusAdvisors {

    private final Supplier<RetryExecutors> retries;

    RetryOnStatusAdvisors(Supplier<RetryExecutors> retries) {
        this.retries = retries;
    }

    List<Advisor> of(RetryOnStatusMethods methods) {
        return methods.known().stream()
                .map(method -> new Kind(method.state(), method.kind()))
                .distinct()
                .map(kind -> advisor(methods, kind))
                .toList();
    }

    private Advisor advisor(RetryOnStatusMethods methods, Kind kind) {
        Advice interceptor =
                switch (kind.kind) {
                    case BLOCKING ->
                        new BlockingInterceptor(
                                kind.state, methods, () -> retries.get().blocking());
                    case FUTURE ->
                        new FutureInterceptor(
                                kind.state, methods, () -> retries.get().futures());
                    case MONO, FLUX -> new ReactiveInterceptor(kind.state, methods, this::reactive, kind.kind);
                };
        return new RetryOnStatusAdvisor(interceptor, methods, kind.state, kind.kind);
    }

    private ReactiveRetryExecutor reactive() {
        return Objects.requireNonNull(retries.get().reactive(), "Reactor is not there");
    }

    private record Kind(RetryClient state, ReturnKind kind) {}
}
