package dev.recourse.retry.aop;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;

/** Creates replays of invocations, and caches what they share. */
final class InvocationReplayer {

    private final MethodInterceptor interceptor;

    private final Map<Method, RemainingChain> rests = new ConcurrentHashMap<>();

    InvocationReplayer(MethodInterceptor interceptor) {
        this.interceptor = interceptor;
    }

    /** Returns what goes through the rest of the chain with the caller's arguments. */
    ReplayedInvocation of(ProxyMethodInvocation used, @Nullable Object[] arguments) {
        RemainingChain rest = rests.get(used.getMethod());
        if (rest == null || !rest.isOf(used)) {
            rest = RemainingChain.behind(interceptor, used);
            rests.put(used.getMethod(), rest);
        }
        return new ReplayedInvocation(used, arguments, rest);
    }
}
