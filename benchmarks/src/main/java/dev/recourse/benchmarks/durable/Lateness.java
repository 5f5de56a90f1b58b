package dev.recourse.benchmarks.durable;

import com.github.kagkarlsson.scheduler.Scheduler;
import dev.recourse.benchmarks.durable.Database.Running;
import dev.recourse.retry.RetryEvent;
import dev.recourse.retry.event.RetryEventListener;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * How long after their time stored calls are made, by a node that looks every second.
 *
 * @param median in ms
 * @param worst that of a hundred which is later than 99
 */
record Lateness(double median, double worst) {

    private static final int CALLS = 1_000;

    /** Over so many seconds the calls are due, and stored. */
    private static final int SECONDS = 10;

    private static final Map<String, Object> PROPERTIES = Map.of("db-scheduler.polling-interval", "1s");

    /**
     * Measures it.
     *
     * @param byAnother whether another node makes the calls than that which has stored them
     */
    static Lateness measure(Running database, boolean byAnother) throws InterruptedException {
        try (ConfigurableApplicationContext storing = OrderApplication.start(database, PROPERTIES, Resumes.class)) {
            if (!byAnother) {
                return measure(storing, storing);
            }
            storing.getBean(Scheduler.class).pause();
            try (ConfigurableApplicationContext making = OrderApplication.start(database, PROPERTIES, Resumes.class)) {
                return measure(storing, making);
            }
        }
    }

    private static Lateness measure(ConfigurableApplicationContext storing, ConfigurableApplicationContext making)
            throws InterruptedException {
        Orders orders = storing.getBean(Orders.class);
        for (int i = 0; i < CALLS; i++) {
            orders.refusedFor(1 + i % 3);
            Thread.sleep(1000L * SECONDS / CALLS);
        }
        Orders made = making.getBean(Orders.class);
        while (made.sent() < CALLS) {
            Thread.sleep(5);
        }
        double[] sorted = making.getBean(Resumes.class).late.stream()
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        return new Lateness(sorted[sorted.length / 2], sorted[sorted.length * 99 / 100]);
    }

    /** How late calls were made, in ms. */
    static final class Resumes implements RetryEventListener {

        private final Queue<Double> late = new ConcurrentLinkedQueue<>();

        @Override
        public void onEvent(RetryEvent event) {
            if (event instanceof RetryEvent.Resume resume) {
                late.add(resume.lateness().toNanos() / 1e6);
            }
        }
    }
}
