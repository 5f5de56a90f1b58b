package dev.recourse.retry.job;

import java.util.Arrays;
import org.aopalliance.aop.Advice;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.rabbit.config.AbstractRabbitListenerContainerFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Adds the interceptor to every factory of listener containers: as the innermost advice, so that no other one calls the
 * listener again before the time, and those of the application see all other failures.
 */
public final class AmqpRetryPostProcessor implements BeanPostProcessor {

    private final AmqpRetryInterceptor interceptor;

    public AmqpRetryPostProcessor(AmqpRetryInterceptor interceptor) {
        this.interceptor = interceptor;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof AbstractRabbitListenerContainerFactory<?> factory) {
            @Nullable Advice[] outer = factory.getAdviceChain();
            Advice[] chain = outer == null ? new Advice[1] : Arrays.copyOf(outer, outer.length + 1);
            chain[chain.length - 1] = interceptor;
            factory.setAdviceChain(chain);
        }
        return bean;
    }
}
