package dev.recourse.retry.aop;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
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
import org.springframework.core.KotlinDetector;
import org.springframework.util.ReflectionUtils;

/**
 * The advice that follows an interceptor around a method; kept for later calls.
 *
 * @param advisors of the proxy, which may be given others at any time
 * @param joinpoint invokes the method itself, of type {@code (Object target, Object[] arguments)Object}; null where
 *     there is no target, or only reflection can
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RemainingChain(
        @Nullable Class<?> targetClass,
        Advisor[] advisors,
        List<Object> advice,
        @Nullable MethodHandle joinpoint) {

    private static final MethodType JOINPOINT = MethodType.methodType(Object.class, Object.class, Object[].class);

    static RemainingChain behind(MethodInterceptor interceptor, ProxyMethodInvocation invocation) {
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
        return new RemainingChain(
                targetClass,
                proxy.getAdvisors(),
                List.copyOf(rest),
                targetClass == null || KotlinDetector.isSuspendingFunction(invocation.getMethod())
                        ? null
                        : joinpoint(invocation.getMethod()));
    }

    private static @Nullable MethodHandle joinpoint(Method method) {
        try {
            ReflectionUtils.makeAccessible(method);
            MethodHandle handle = MethodHandles.lookup().unreflect(method).asFixedArity();
            return handle.asSpreader(Object[].class, method.getParameterCount()).asType(JOINPOINT);
        } catch (IllegalAccessException | RuntimeException ex) {
            return null;
        }
    }

    private static @Nullable Class<?> targetClass(ProxyMethodInvocation invocation) {
        return invocation.getThis() == null ? null : invocation.getThis().getClass();
    }

    /** Returns whether it is still that of a method of a proxy, which may be another one of the same type. */
    @SuppressWarnings("ReferenceEquality") // quicker, and wrong only to the safe side
    boolean isOf(ProxyMethodInvocation invocation) {
        return targetClass == targetClass(invocation) && isSame(((Advised) invocation.getProxy()).getAdvisors());
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
