package dev.recourse.benchmarks.durable;

import dev.recourse.benchmarks.durable.Database.Running;
import java.util.Map;
import java.util.function.Consumer;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.context.ConfigurableApplicationContext;

/** A method that succeeds at once. */
public enum DurableContender {
    NO_OP("no-op proxy") {
        @Override
        Consumer<Order> call(Orders annotated) {
            ProxyFactory factory = new ProxyFactory(new Orders());
            factory.setProxyTargetClass(true);
            factory.addAdvice((MethodInterceptor) MethodInvocation::proceed);
            return ((Orders) factory.getProxy())::plain;
        }
    },
    RETRIED("@RetryOnStatus") {
        @Override
        Consumer<Order> call(Orders annotated) {
            return annotated::retried;
        }
    },
    DURABLE("@RetryOnStatus(durable = \"true\")") {
        @Override
        Consumer<Order> call(Orders annotated) {
            return annotated::durable;
        }
    };

    private final String label;

    DurableContender(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** Starts the application, whose scheduler looks at nothing while it is measured. */
    static ConfigurableApplicationContext start(Running database) {
        return OrderApplication.start(database, Map.of("db-scheduler.polling-interval", "1h"));
    }

    /**
     * Returns what is called.
     *
     * @param annotated bean of the application
     */
    abstract Consumer<Order> call(Orders annotated);
}
