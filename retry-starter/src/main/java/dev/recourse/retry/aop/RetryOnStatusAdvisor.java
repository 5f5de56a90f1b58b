package dev.recourse.retry.aop;

import dev.recourse.retry.client.RetryClient;
import java.lang.reflect.Method;
import org.aopalliance.aop.Advice;
import org.springframework.aop.support.StaticMethodMatcherPointcutAdvisor;

/** Applies an interceptor to the methods of a bean that have one client and one kind of result. */
final class RetryOnStatusAdvisor extends StaticMethodMatcherPointcutAdvisor {

    private final RetryOnStatusMethods methods;
    private final RetryClient client;
    private final ReturnKind kind;

    RetryOnStatusAdvisor(Advice interceptor, RetryOnStatusMethods methods, RetryClient client, ReturnKind kind) {
        super(interceptor);
        this.methods = methods;
        this.client = client;
        this.kind = kind;
    }

    @Override
    public boolean matches(Method method, Class<?> targetClass) {
        RetriedMethod found = methods.find(method);
        return found != null && found.client() == client && found.kind() == kind;
    }
}
