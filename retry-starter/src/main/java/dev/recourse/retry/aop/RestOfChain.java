package dev.recourse.retry.aop;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.Advisor;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.DefaultAdvisorChainFactory;
import org.springframework.aop.interceptor.ExposeInvocationInterceptor;

/**
 * The advice that stands behind an interceptor around a method, to be kept from one call to the next.
 *
 * @param advisors of the proxy, which may be given others at any time
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RestOfChain(Method method, @Nullable Class<?> targetClass, Advisor[] advisors, List<Object> advice) {

    static RestOfChain behind(MethodInterceptor interceptor, ProxyMethodInvocation invocation) {
        Advised proxy = (Advised) invocation.getProxy();
        Class<?> targetClass = targetClass(invocation);
        List<Object> chain = DefaultAdvisorChainFactory.INSTANCE.getInterceptorsAndDynamicInterceptionAdvice(
                proxy, invocation.getMethod(), targetClass);
        int position = chain.indexOf(interceptor);
        List<Object> rest = new ArrayList<>(chain.subList(position + 1, chain.size()));
        if (chain.subList(0, position).contains(ExposeInvocationInterceptor.INSTANCE)) {
            // Advice of AspectJ looks for its arguments in the invocation that is exposed.
            rest.add(0, ExposeInvocationInterceptor.INSTANCE);
        }
        return new RestOfChain(invocation.getMethod(), targetClass, proxy.getAdvisors(), List.copyOf(rest));
    }

    static @Nullable Class<?> targetClass(ProxyMethodInvocation invocation) {
        return invocation.getThis() == null ? null : invocation.getThis().getClass();
    }

    /** Returns whether it is still that of a method of a proxy, which may be another one of the same type. */
    @SuppressWarnings("ReferenceEquality") // quicker, and wrong only to the safe side
    boolean isOf(ProxyMethodInvocation invocation) {
        return method == invocation.getMethod()
                && targetClass == targetClass(invocation)
                && isSame(((Advised) invocation.getProxy()).getAdvisors());
    }

    @SuppressWarnings("ReferenceEquality") // an advisor may have any equals
    private boolean isSame(Advisor[] others) {
        if (others.length != advisors.length) {
            return false;
        }
        for (int i = 0; i < others.length; i++) {
            if (others[i] != advisors[i]) {
                return false;
            }
        }
        return true;
    }
}
