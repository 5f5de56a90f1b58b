package dev.recourse.retry.durable;

import dev.recourse.retry.ResumedCall;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.util.ReflectionUtils;

/** Makes an attempt of a stored call in this thread: through the proxy of its bean, and in the trace of its caller. */
final class StoredCallInvoker {

    private final BeanFactory beans;
    private final StoredTrace trace;

    StoredCallInvoker(BeanFactory beans, StoredTrace trace) {
        this.beans = beans;
        this.trace = trace;
    }

    /** Throws what the method throws. */
    void invoke(StoredCall call, StoredMethod method, @Nullable Object[] arguments) throws Throwable {
        ResumedCall resumed = ResumedCall.bind(call.label(), call.attempt(), call.key());
        try {
            trace.run(method.label(), call.traceparent(), () -> invoke(method, arguments));
        } finally {
            resumed.close();
        }
    }

    private void invoke(StoredMethod method, @Nullable Object[] arguments) throws Throwable {
        Object bean = beans.getBean(method.bean());
        Method invocable = AopUtils.selectInvocableMethod(method.method(), bean.getClass());
        ReflectionUtils.makeAccessible(invocable);
        try {
            invocable.invoke(bean, arguments);
        } catch (InvocationTargetException ex) {
            throw ex.getTargetException();
        }
    }
}
