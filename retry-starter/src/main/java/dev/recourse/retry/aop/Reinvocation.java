package dev.recourse.retry.aop;

import java.util.ArrayList;
import java.util.List;
import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.DefaultAdvisorChainFactory;
import org.springframework.aop.framework.ReflectiveMethodInvocation;
import org.springframework.aop.interceptor.ExposeInvocationInterceptor;

/**
 * What stands behind an interceptor in its chain, to be gone through once more.
 *
 * <p>An invocation that has proceeded remembers how far it came and goes on from there. A clone made beforehand would
 * begin anew, but would be made for every call, not only for those that fail.
 */
final class Reinvocation extends ReflectiveMethodInvocation {

    private final @Nullable Class<?> targetClass;
    private final List<Object> chain;

    private Reinvocation(
            ProxyMethodInvocation used,
            @Nullable Object[] arguments,
            @Nullable Class<?> targetClass,
            List<Object> chain) {
        super(used.getProxy(), used.getThis(), used.getMethod(), arguments, targetClass, chain);
        this.targetClass = targetClass;
        this.chain = chain;
    }

    /** Returns the same for the next time, since this one has proceeded too. */
    Reinvocation anew(@Nullable Object[] arguments) {
        return new Reinvocation(this, arguments, targetClass, chain);
    }

    /**
     * Returns a fresh start behind the given interceptor for an invocation that has proceeded from it.
     *
     * @param arguments the caller's, which advice may have replaced in the invocation
     */
    static Reinvocation after(MethodInterceptor interceptor, ProxyMethodInvocation used, @Nullable Object[] arguments) {
        Class<?> targetClass = used.getThis() == null ? null : used.getThis().getClass();
        List<Object> chain = DefaultAdvisorChainFactory.INSTANCE.getInterceptorsAndDynamicInterceptionAdvice(
                (Advised) used.getProxy(), used.getMethod(), targetClass);
        int position = chain.indexOf(interceptor);
        List<Object> rest = new ArrayList<>(chain.subList(position + 1, chain.size()));
        if (chain.subList(0, position).contains(ExposeInvocationInterceptor.INSTANCE)) {
            // Advice of AspectJ looks for its arguments in the invocation that is exposed.
            rest.add(0, ExposeInvocationInterceptor.INSTANCE);
        }
        return new Reinvocation(used, arguments, targetClass, rest);
    }
}
