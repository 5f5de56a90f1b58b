package dev.recourse.retry.aop;

import dev.recourse.retry.client.RetryClient;
import dev.recourse.retry.execution.ReactiveRetryExecutor;
import dev.recourse.retry.execution.RetryExecutors;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.aopalliance.aop.Advice;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.Advisor;

/** Makes the advisors of a bean: one for each client and kind of result that its methods have. */
final class RetryOnStatusAdvisorFactory {

    private final Supplier<RetryExecutors> executors;

    RetryOnStatusAdvisorFactory(Supplier<RetryExecutors> executors) {
        this.executors = executors;
    }

    List<Advisor> of(RetryOnStatusMethods methods) {
        List<Advisor> advisors = new ArrayList<>();
        if (methods.known().stream().anyMatch(RetryOnStatusAdvisorFactory::isOutbox)) {
            advisors.add(new RetryOnStatusAdvisor(
                    new OutboxInterceptor(methods), methods, RetryOnStatusAdvisorFactory::isOutbox));
        }
        methods.known().stream().map(Kind::of).distinct().forEach(kind -> advisors.add(advisor(methods, kind)));
        return advisors;
    }

    private static boolean isOutbox(RetriedMethod method) {
        return method.stored() != null && method.stored().isOutbox();
    }

    private Advisor advisor(RetryOnStatusMethods methods, Kind kind) {
        ClientSelector clients = new ClientSelector(kind.client, kind.scope);
        Advice interceptor =
                switch (kind.result) {
                    case BLOCKING ->
                        new BlockingInterceptor(
                                clients, methods, () -> executors.get().blocking(), kind.returnsEntity);
                    case FUTURE ->
                        new FutureInterceptor(
                                clients, methods, () -> executors.get().futures(), kind.returnsEntity);
                    case MONO, FLUX -> new ReactiveInterceptor(clients, methods, this::reactive, kind.result);
                };
        return new RetryOnStatusAdvisor(
                interceptor, methods, method -> Kind.of(method).equals(kind));
    }

    private ReactiveRetryExecutor reactive() {
        return Objects.requireNonNull(executors.get().reactive(), "Reactor is not there");
    }

    private record Kind(
            RetryClient client,
            ReturnKind result,
            boolean returnsEntity,
            @Nullable ScopeExpression scope) {

        private static Kind of(RetriedMethod method) {
            return new Kind(method.client(), method.kind(), method.returnsEntity(), method.scope());
        }
    }
}
