package dev.recourse.crash.trigger;

import dev.recourse.crash.CrashReport.Source;
import dev.recourse.crash.hook.CrashHook;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.interceptor.AsyncExecutionAspectSupport;
import org.springframework.aop.interceptor.AsyncUncaughtExceptionHandler;
import org.springframework.aop.interceptor.SimpleAsyncUncaughtExceptionHandler;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.InstantiationAwareBeanPostProcessor;
import org.springframework.core.PriorityOrdered;
import org.springframework.scheduling.annotation.AsyncAnnotationBeanPostProcessor;
import org.springframework.scheduling.annotation.AsyncConfigurer;
import org.springframework.scheduling.config.TaskManagementConfigUtils;

/**
 * Reports what an {@code @Async} method without a result throws, before the handler that is configured gets it.
 *
 * <p>Sets the handler of what {@code @EnableAsync} registers, so that the user's {@link AsyncConfigurer} stays as it is.
 */
public final class AsyncFailures
        implements InstantiationAwareBeanPostProcessor,
                PriorityOrdered,
                SmartInitializingSingleton,
                AsyncUncaughtExceptionHandler {

    private final ObjectProvider<AsyncConfigurer> configurers;

    private volatile @Nullable AsyncUncaughtExceptionHandler configured;

    public AsyncFailures(ObjectProvider<AsyncConfigurer> configurers) {
        this.configurers = configurers;
    }

    /** Before Spring's own, which it has to see. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public boolean postProcessAfterInstantiation(Object bean, String beanName) {
        if (bean instanceof AsyncAnnotationBeanPostProcessor processor
                && beanName.equals(TaskManagementConfigUtils.ASYNC_ANNOTATION_PROCESSOR_BEAN_NAME)) {
            processor.setExceptionHandler(this);
        } else if (bean instanceof AsyncExecutionAspectSupport aspect
                && beanName.equals(TaskManagementConfigUtils.ASYNC_EXECUTION_ASPECT_BEAN_NAME)) {
            aspect.setExceptionHandler(this);
        }
        return true;
    }

    /** In time: after the context is closed there may be no beans to ask for. */
    @Override
    public void afterSingletonsInstantiated() {
        handler();
    }

    @Override
    public void handleUncaughtException(Throwable failure, Method method, @Nullable Object... arguments) {
        try {
            // not a bean: this may be after the context is closed
            CrashHook hook = UncaughtHandler.current();
            if (hook != null) {
                hook.crashed(Source.ASYNC, failure);
            }
        } finally {
            handler().handleUncaughtException(failure, method, arguments);
        }
    }

    private AsyncUncaughtExceptionHandler handler() {
        AsyncUncaughtExceptionHandler handler = configured;
        if (handler == null) {
            AsyncConfigurer configurer = configurers.getIfAvailable();
            handler = configurer == null ? null : configurer.getAsyncUncaughtExceptionHandler();
            handler = handler == null ? new SimpleAsyncUncaughtExceptionHandler() : handler;
            configured = handler;
        }
        return handler;
    }
}
