package dev.recourse.retry.aop;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;

/** Begins invocations anew behind an interceptor. */
final class Reinvocations {

    private final MethodInterceptor interceptor;

    private final Map<Method, RestOfChain> rests = new ConcurrentHashMap<>();

    Reinvocations(MethodInterceptor interceptor) {
        this.interceptor = interceptor;
    }

    /** Returns what goes through the rest of the chain with the caller's arguments. */
    Reinvocation of(ProxyMethodInvocation used, @Nullable Object[] arguments) {
        RestOfChain rest = rests.get(used.getMethod());
        if (rest == null || !rest.isOf(used)) {
            rest = RestOfChain.behind(interceptor, used);
            rests.put(used.getMethod(), rest);
        }
        return new Reinvocation(used, arguments, rest);
    }
}
