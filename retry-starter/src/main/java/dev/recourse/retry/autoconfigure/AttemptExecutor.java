package dev.recourse.retry.autoconfigure;

import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Supplier;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.util.function.SingletonSupplier;

/** Finds what runs the later attempts of futures: the application's task executor, else the common pool. */
final class AttemptExecutor implements Supplier<Executor> {

    private static final String BEAN = TaskExecutionAutoConfiguration.APPLICATION_TASK_EXECUTOR_BEAN_NAME;

    private final Supplier<Executor> executor;

    AttemptExecutor(BeanFactory beanFactory) {
        this.executor = SingletonSupplier.of(() -> find(beanFactory));
    }

    private static Executor find(BeanFactory beanFactory) {
        return beanFactory.containsBean(BEAN) ? beanFactory.getBean(BEAN, Executor.class) : ForkJoinPool.commonPool();
    }

    @Override
    public Executor get() {
        return executor.get();
    }
}
