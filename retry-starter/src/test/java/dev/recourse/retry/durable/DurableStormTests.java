package dev.recourse.retry.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.SchedulableInstance;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import dev.recourse.retry.RetryEvent;
import dev.recourse.retry.RetryOnStatus;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ten thousand stored calls that fall due together, as after a cooldown, beside another task of the application's. */
@Tag("child")
class DurableStormTests {

    private static final int CALLS = 10_000;

    private static final int THREADS = 8;

    private final DurableApplication application = new DurableApplication();

    private final AtomicInteger doneWhenTheOtherRan = new AtomicInteger(-1);

    private final Shop shop = new Shop();

    @Test
    void callsWhenVeryManyAreDueAreEachMadeOnceAndLeaveHalfOfTheThreads() throws IOException {
        try (EmbeddedPostgres postgres = DurableApplication.postgres();
                HikariDataSource pool =
                        DurableApplication.pool(postgres.getJdbcUrl("postgres", "postgres"), "postgres")) {
            application
                    .on(() -> pool)
                    .withBean(Shop.class, () -> shop)
                    .withBean("other", Task.class, this::other)
                    .withPropertyValues("db-scheduler.threads=" + THREADS, "db-scheduler.polling-interval=1s")
                    .run(context -> {
                        Scheduler scheduler = context.getBean(Scheduler.class);
                        Instant due = Instant.now().plusSeconds(5);
                        store(scheduler, due);
                        scheduler.scheduleIfNotExists(new TaskInstance<>("other", "1"), due.plusMillis(1));
                        await().atMost(Duration.ofMinutes(5)).until(() -> shop.done.get() == CALLS);
                        System.out.println(CALLS + " stored calls were made in "
                                + Duration.between(due, Instant.now()) + " after they were due, at most "
                                + shop.most.get() + " at a time; another task ran after " + doneWhenTheOtherRan.get());
                    });
        }
        for (int i = 0; i < CALLS; i++) {
            assertThat(shop.calls.get(i)).as("call %d", i).isOne();
        }
        assertThat(shop.most).hasValueLessThanOrEqualTo(THREADS / 2);
        assertThat(doneWhenTheOtherRan).hasValueBetween(0, CALLS - 1);
        assertThat(application.events(RetryEvent.Park.class)).isEmpty();
    }

    private Task<Void> other() {
        return Tasks.oneTime("other").execute((instance, execution) -> doneWhenTheOtherRan.set(shop.done.get()));
    }

    private static void store(Scheduler scheduler, Instant due) {
        List<SchedulableInstance<?>> batch = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            String data = "{\"version\":1,\"name\":\"shop.submit\",\"arguments\":[" + i
                    + "],\"label\":\"Shop.submit\",\"attempt\":1,\"client\":\"default\",\"notBefore\":\"" + due
                    + "\",\"firstSeen\":\"" + Instant.now() + "\"}";
            batch.add(SchedulableInstance.of(
                    new TaskInstance<>("recourse-retry", "default-" + UUID.randomUUID(), data), due));
            if (batch.size() == 1_000) {
                scheduler.scheduleBatch(batch);
                batch.clear();
            }
        }
    }

    static class Shop {

        private final AtomicIntegerArray calls = new AtomicIntegerArray(CALLS);
        private final AtomicInteger done = new AtomicInteger();
        private final AtomicInteger now = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();

        @RetryOnStatus(durable = "true", storedAs = "shop.submit")
        public void submit(int number) throws InterruptedException {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            Thread.sleep(5);
            calls.incrementAndGet(number);
            now.decrementAndGet();
            done.incrementAndGet();
        }
    }
}
