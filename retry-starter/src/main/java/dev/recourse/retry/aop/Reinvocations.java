package dev.recourse.retry.aop;

import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;

/** Begins invocations anew behind an interceptor. */
final class Reinvocations {

    private final MethodInterceptor interceptor;

    /** Of the method that failed last, most often the same again. */
    private @Nullable RestOfChain rest;

    Reinvocations(MethodInterceptor interceptor) {
        this.interceptor = interceptor;
    }

    /** Returns what goes through the rest of the chain with the caller's arguments. */
    Reinvocation of(ProxyMethodInvocation used, @Nullable Object[] arguments) {
        RestOfChain known = rest;
        if (known == null || !known.isOf(used)) {
            known = RestOfChain.behind(interceptor, used);
            rest = known;
        }
        return new Reinvocation(used, arguments, known);
    }
}
