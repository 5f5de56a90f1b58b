package dev.recourse.retry.aop;

import dev.recourse.retry.RetryOnStatus;
import dev.recourse.retry.settings.ConditionHints;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.RegisteredBean;

/** Registers for a native image the annotated methods of a bean, with the exceptions that their conditions name. */
final class RetryOnStatusAotProcessor implements BeanRegistrationAotProcessor {

    @Override
    public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean bean) {
        Map<Method, RetryOnStatus> methods = new LinkedHashMap<>();
        Class<?> beanClass = bean.getBeanClass();
        for (Method method : BeanInspector.methodsOf(beanClass)) {
            RetryOnStatus annotation = Annotations.find(method, beanClass);
            if (annotation != null) {
                methods.put(method, annotation);
            }
        }
        if (methods.isEmpty()) {
            return null;
        }
        ClassLoader classLoader = bean.getBeanFactory().getBeanClassLoader();
        return (context, code) -> {
            ReflectionHints hints = context.getRuntimeHints().reflection();
            methods.forEach((method, annotation) -> {
                hints.registerMethod(method, ExecutableMode.INVOKE);
                for (String delay : annotation.delays()) {
                    ConditionHints.register(delay.split(":", 2)[0], classLoader, hints);
                }
            });
        };
    }
}
