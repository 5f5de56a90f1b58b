package dev.recourse.benchmarks.durable;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.SchedulableInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import java.time.Instant;
import java.util.UUID;
import org.springframework.context.ApplicationContext;

/** A way to store what is to be done. */
public enum Way {
    SCHEDULE("bare schedule()") {
        @Override
        Runnable in(ApplicationContext context) {
            Scheduler scheduler = context.getBean(Scheduler.class);
            return () -> scheduler.schedule(SchedulableInstance.of(
                    new TaskInstance<>(OrderApplication.BARE, UUID.randomUUID().toString(), DATA),
                    Instant.now().plusSeconds(3600)));
        }
    },
    OUTBOX("durable: outbox") {
        @Override
        Runnable in(ApplicationContext context) {
            Orders orders = context.getBean(Orders.class);
            Order order = Order.sample();
            return () -> orders.outbox(order);
        }
    },
    REFUSED("durable: true, after a 429") {
        @Override
        Runnable in(ApplicationContext context) {
            Orders orders = context.getBean(Orders.class);
            return () -> orders.refusedFor(3600);
        }
    };

    /** As long as the data of a call. */
    private static final String DATA = "x".repeat(450);

    private final String label;

    Way(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    abstract Runnable in(ApplicationContext context);
}
