package dev.recourse.retry.aop;

import java.lang.reflect.Method;
import java.util.function.Predicate;
import org.aopalliance.aop.Advice;
import org.springframework.aop.support.StaticMethodMatcherPointcutAdvisor;

/** Applies an interceptor to the annotated methods of a bean that it is made for. */
final class RetryOnStatusAdvisor extends StaticMethodMatcherPointcutAdvisor {

    private final RetryOnStatusMethods methods;
    private final Predicate<RetriedMethod> matching;

    RetryOnStatusAdvisor(Advice interceptor, RetryOnStatusMethods methods, Predicate<RetriedMethod> matching) {
        super(interceptor);
        this.methods = methods;
        this.matching = matching;
    }

    @Override
    public boolean matches(Method method, Class<?> targetClass) {
        RetriedMethod found = methods.find(method);
        return found != null && matching.test(found);
    }
}
