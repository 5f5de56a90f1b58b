package dev.recourse.crash.trigger;

import dev.recourse.crash.CrashReport.Source;
import dev.recourse.crash.hook.CrashHook;
import org.aopalliance.intercept.MethodInterceptor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopConfigException;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.interceptor.AsyncUncaughtExceptionHandler;
import org.springframework.aop.interceptor.SimpleAsyncUncaughtExceptionHandler;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.scheduling.annotation.AsyncConfigurer;

/** Reports what an {@code @Async} method without a result throws, before the handler that is there gets it. */
public final class AsyncFailures implements BeanPostProcessor {

    private static final Log logger = LogFactory.getLog(AsyncFailures.class);

    /** Returns a proxy of the configurer's own class: it may declare beans, or be asked for by that class. */
    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (!(bean instanceof AsyncConfigurer)) {
            return bean;
        }
        ProxyFactory factory = new ProxyFactory(bean);
        factory.setProxyTargetClass(true);
        factory.addAdvice((MethodInterceptor) call -> {
            Object result = call.proceed();
            return call.getMethod().getName().equals("getAsyncUncaughtExceptionHandler")
                    ? reporting((AsyncUncaughtExceptionHandler) result)
                    : result;
        });
        try {
            return factory.getProxy(bean.getClass().getClassLoader());
        } catch (AopConfigException ex) {
            logger.warn(
                    "Failures of @Async methods are not reported: make the class of " + beanName + " not final", ex);
            return bean;
        }
    }

    private static AsyncUncaughtExceptionHandler reporting(@Nullable AsyncUncaughtExceptionHandler configured) {
        AsyncUncaughtExceptionHandler handler =
                configured == null ? new SimpleAsyncUncaughtExceptionHandler() : configured;
        return (failure, method, arguments) -> {
            try {
                // not a bean: this may be after the context is closed
                CrashHook hook = UncaughtHandler.current();
                if (hook != null) {
                    hook.crashed(Source.ASYNC, failure);
                }
            } finally {
                handler.handleUncaughtException(failure, method, arguments);
            }
        };
    }
}
