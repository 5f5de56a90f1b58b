package dev.recourse.crash.hook;

import dev.recourse.crash.CrashReport.Source;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.interceptor.AsyncUncaughtExceptionHandler;
import org.springframework.aop.interceptor.SimpleAsyncUncaughtExceptionHandler;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.scheduling.annotation.AsyncConfigurer;

/** Reports what an {@code @Async} method without a result throws, before the handler that is there gets it. */
public final class AsyncFailures implements BeanPostProcessor {

    private final Supplier<CrashHook> hook;

    public AsyncFailures(Supplier<CrashHook> hook) {
        this.hook = hook;
    }

    /** Returns what does the same where there is no configurer yet. */
    public static AsyncConfigurer configurer() {
        return new AsyncConfigurer() {};
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        return bean instanceof AsyncConfigurer configurer ? new Reporting(configurer, hook) : bean;
    }

    /** A configurer whose handler reports first. */
    private record Reporting(AsyncConfigurer configurer, Supplier<CrashHook> hook) implements AsyncConfigurer {

        @Override
        public @Nullable Executor getAsyncExecutor() {
            return configurer.getAsyncExecutor();
        }

        @Override
        public AsyncUncaughtExceptionHandler getAsyncUncaughtExceptionHandler() {
            AsyncUncaughtExceptionHandler configured = configurer.getAsyncUncaughtExceptionHandler();
            AsyncUncaughtExceptionHandler handler =
                    configured == null ? new SimpleAsyncUncaughtExceptionHandler() : configured;
            return (failure, method, arguments) -> {
                hook.get().crashed(Source.ASYNC, Thread.currentThread(), failure);
                handler.handleUncaughtException(failure, method, arguments);
            };
        }
    }
}
