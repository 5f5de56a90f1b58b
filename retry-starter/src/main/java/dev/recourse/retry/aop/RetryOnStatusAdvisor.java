package dev.recourse.retry.aop;

import java.lang.reflect.Method;
import org.aopalliance.aop.Advice;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.StaticMethodMatcherPointcutAdvisor;

/** Says which methods of a bean the interceptor goes around. */
final class RetryOnStatusAdvisor extends StaticMethodMatcherPointcutAdvisor {

    private final @Nullable Class<?> type;

    /** Creates the advisor for beans of any type. */
    RetryOnStatusAdvisor(Advice interceptor) {
        this(interceptor, null);
    }

    /**
     * Creates the advisor for one proxy without a target.
     *
     * @param type the proxy's class, since only the declaring interface of a method is known then
     */
    RetryOnStatusAdvisor(Advice interceptor, @Nullable Class<?> type) {
        super(interceptor);
        this.type = type;
    }

    @Override
    public boolean matches(Method method, Class<?> targetClass) {
        return Annotations.find(method, type == null ? targetClass : type) != null;
    }
}
