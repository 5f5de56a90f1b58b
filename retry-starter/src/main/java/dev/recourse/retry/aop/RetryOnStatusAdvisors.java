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

    private final Supplier<RetryExecutors> executors;

    RetryOnStatusAdvisors(Supplier<RetryExecutors> executors) {
        this.executors = executors;
    }

    List<Advisor> of(RetryOnStatusMethods methods) {
        return methods.known().stream()
                .map(method -> new Kind(method.client(), method.kind()))
                .distinct()
                .map(kind -> advisor(methods, kind))
                .toList();
    }

    private Advisor advisor(RetryOnStatusMethods methods, Kind kind) {
        Advice interceptor =
                switch (kind.kind) {
                    case BLOCKING ->
                        new BlockingInterceptor(
                                kind.client, methods, () -> executors.get().blocking());
                    case FUTURE ->
                        new FutureInterceptor(
                                kind.client, methods, () -> executors.get().futures());
                    case MONO, FLUX -> new ReactiveInterceptor(kind.client, methods, this::reactive, kind.kind);
                };
        return new RetryOnStatusAdvisor(interceptor, methods, kind.client, kind.kind);
    }

    private ReactiveRetryExecutor reactive() {
        return Objects.requireNonNull(executors.get().reactive(), "Reactor is not there");
    }

    private record Kind(RetryClient client, ReturnKind kind) {}
}
