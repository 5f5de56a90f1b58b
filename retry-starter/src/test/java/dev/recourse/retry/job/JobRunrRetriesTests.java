package dev.recourse.retry.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recourse.retry.autoconfigure.RetryAutoConfiguration;
import dev.recourse.retry.autoconfigure.RetryJobsAutoConfiguration;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.spring.autoconfigure.JobRunrAutoConfiguration;
import org.jobrunr.spring.autoconfigure.storage.JobRunrInMemoryStorageAutoConfiguration;
import org.jobrunr.spring.autoconfigure.storage.JobRunrSqlStorageAutoConfiguration;
import org.jobrunr.storage.StorageProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** JobRunr itself: in memory, and with two servers on a real database. */
@Timeout(300)
class JobRunrRetriesTests {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void jobIsRunAgainAfterEachDelayUntilNoRetryIsLeft() throws Exception {
        try (TellingServer server = TellingServer.start(Duration.ofSeconds(1));
                ConfigurableApplicationContext node = start(InMemory.class, inMemory(server))) {
            JobScheduler scheduler = node.getBean(JobScheduler.class);
            UUID plain =
                    scheduler.<Submit>enqueue(submit -> submit.submit("plain")).asUUID();
            UUID stumbling = scheduler
                    .<Submit>enqueue(submit -> submit.submit("stumbling"))
                    .asUUID();
            for (UUID id : List.of(plain, stumbling)) {
                await().atMost(PATIENCE).until(() -> job(node, id).getState() == StateName.FAILED);
                assertThat(job(node, id).getMetadata()).doesNotContainKey("recourse.attempt");
            }
            assertThatAllAttemptsAreOneCall(server, "plain", Duration.ofSeconds(1));
            assertThatAllAttemptsAreOneCall(server, "stumbling", Duration.ofSeconds(1));
            assertThat(job(node, plain).getJobStates())
                    .filteredOn(state -> state.getName() == StateName.SCHEDULED)
                    .hasSize(2);
        }
    }

    @Test
    @Tag("child")
    void jobWhoseServerIsKilledWhileItWaitsIsRunByAnotherServer() throws Exception {
        Duration delay = Duration.ofSeconds(3);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                TellingServer server = TellingServer.start(delay)) {
            Map<String, Object> properties = properties(server, 5);
            properties.put("spring.datasource.url", postgres.getJdbcUrl("postgres", "postgres"));
            properties.put("spring.datasource.username", "postgres");
            Map<String, Object> idle = new HashMap<>(properties);
            idle.put("jobrunr.background-job-server.enabled", "false");
            UUID id;
            Instant killed;
            try (ConfigurableApplicationContext sender = start(OnDatabase.class, idle);
                    NodeProcess first = NodeProcess.start(OnDatabase.class, properties)) {
                id = sender.getBean(JobScheduler.class)
                        .<Submit>enqueue(submit -> submit.submit("plain"))
                        .asUUID();
                await().atMost(PATIENCE).until(() -> job(sender, id).getState() == StateName.SCHEDULED);
                first.kill();
                killed = Instant.now();
            }
            try (ConfigurableApplicationContext second = start(OnDatabase.class, properties)) {
                // What JobRunr does itself after four poll intervals.
                second.getBean(StorageProvider.class).removeTimedOutBackgroundJobServers(killed);
                await().atMost(PATIENCE).until(() -> job(second, id).getState() == StateName.FAILED);
            }
            assertThatAllAttemptsAreOneCall(server, "plain", delay);
        }
    }

    private static Job job(ConfigurableApplicationContext node, UUID id) {
        return node.getBean(StorageProvider.class).getJobById(id);
    }

    private static void assertThatAllAttemptsAreOneCall(TellingServer server, String path, Duration delay) {
        List<TellingServer.Request> requests = server.requests().stream()
                .filter(request -> request.path().equals("/" + path))
                .toList();
        assertThat(requests).as(path).hasSize(3);
        assertThat(IntStream.range(1, 3)
                        .mapToObj(i -> Duration.ofNanos(
                                requests.get(i).nanos() - requests.get(i - 1).nanos())))
                .as(path)
                .allSatisfy(interval -> assertThat(interval).isGreaterThanOrEqualTo(delay));
        assertThat(requests.stream().map(TellingServer.Request::key).distinct())
                .as(path)
                .singleElement()
                .asString()
                .startsWith("\"");
    }

    private static Map<String, Object> inMemory(TellingServer server) {
        Map<String, Object> properties = properties(server, 1);
        properties.put("jobrunr.database.type", "mem");
        return properties;
    }

    private static Map<String, Object> properties(TellingServer server, int pollInterval) {
        Map<String, Object> properties = new HashMap<>(Orders.properties(server));
        // One order is not to wait for another's server.
        properties.put("recourse.retry.cooldown", "none");
        properties.put("jobrunr.background-job-server.enabled", "true");
        properties.put("jobrunr.background-job-server.worker-count", "2");
        properties.put("jobrunr.background-job-server.poll-interval-in-seconds", pollInterval);
        properties.put("jobrunr.jobs.default-number-of-retries", "1");
        properties.put("jobrunr.jobs.retry-back-off-time-seed", "1");
        return properties;
    }

    private static ConfigurableApplicationContext start(Class<?> application, Map<String, Object> properties) {
        return new SpringApplicationBuilder(application)
                .web(WebApplicationType.NONE)
                .properties(properties)
                .run();
    }

    @ImportAutoConfiguration({
        RetryAutoConfiguration.class,
        RetryJobsAutoConfiguration.class,
        JobRunrAutoConfiguration.class
    })
    @Import(Orders.class)
    static class Application {

        @Bean
        Submit submit(Orders orders) {
            return new Submit(orders);
        }
    }

    @ImportAutoConfiguration(JobRunrInMemoryStorageAutoConfiguration.class)
    static class InMemory extends Application {}

    @ImportAutoConfiguration({DataSourceAutoConfiguration.class, JobRunrSqlStorageAutoConfiguration.class})
    static class OnDatabase extends Application {}

    /** JobRunr calls it by reflection. */
    public static class Submit {

        private final Orders orders;
        private final AtomicInteger stumbles = new AtomicInteger();

        Submit(Orders orders) {
            this.orders = orders;
        }

        /** Fails once in a way that has nothing to do with the call, where an order says so. */
        public void submit(String order) throws Exception {
            if (order.equals("stumbling") && stumbles.incrementAndGet() == 2) {
                throw new IllegalStateException("The database is away");
            }
            orders.submit(order);
        }
    }
}
