package dev.recourse.benchmarks.durable;

import com.github.kagkarlsson.scheduler.Scheduler;
import dev.recourse.benchmarks.durable.Database.Running;
import java.util.Map;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** How fast one node makes stored calls that are all due, of a method that takes no time. */
final class Throughput {

    private static final int CALLS = 5_000;

    private Throughput() {}

    /**
     * Returns the calls a second.
     *
     * @param strategy how the scheduler polls
     */
    static double measure(Running database, String strategy) throws InterruptedException {
        try (ConfigurableApplicationContext context = OrderApplication.start(
                database, Map.of("db-scheduler.polling-strategy", strategy, "db-scheduler.polling-interval", "1s"))) {
            Scheduler scheduler = context.getBean(Scheduler.class);
            Orders orders = context.getBean(Orders.class);
            scheduler.pause();
            new TransactionTemplate(context.getBean(PlatformTransactionManager.class)).executeWithoutResult(status -> {
                for (int i = 0; i < CALLS; i++) {
                    orders.outbox(Order.sample());
                }
            });
            long begin = System.nanoTime();
            scheduler.resume();
            scheduler.triggerCheckForDueExecutions();
            while (orders.sent() < CALLS) {
                Thread.sleep(5);
            }
            return CALLS * 1e9 / (System.nanoTime() - begin);
        }
    }
}
