package dev.recourse.retry.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recourse.retry.RetryLaterException;
import dev.recourse.retry.autoconfigure.RetryAutoConfiguration;
import dev.recourse.retry.autoconfigure.RetryJobsAutoConfiguration;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.listeners.JobListenerSupport;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.quartz.autoconfigure.QuartzAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Quartz itself: in memory, and as a cluster on a real database. */
@Timeout(180)
class QuartzRetriesTests {

    private static final JobKey JOB = new JobKey("submit");

    private static final String QUARTZ = "spring.quartz.properties.org.quartz.";

    private static final String THREADS = QUARTZ + "threadPool.threadCount";

    private TellingServer server;

    @BeforeEach
    void serve() throws Exception {
        server = TellingServer.start(Duration.ofSeconds(1));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void jobWhenTheServerAsksForADelayIsRunAgainAfterItUntilNoRetryIsLeft() throws Exception {
        assertThatItIsRunUntilNoRetryIsLeft(Submit.class);
    }

    @Test
    @Tag("slow")
    void jobInAClusterIsRunAgainByAnyNode() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            Map<String, Object> cluster = cluster(postgres);
            ConfigurableApplicationContext first = start(cluster, "spring.quartz.jdbc.initialize-schema", "always");
            try {
                first.getBean(Scheduler.class).scheduleJob(job(Submit.class), now().build());
                await().atMost(60, TimeUnit.SECONDS).until(() -> hasRetry(first));
            } finally {
                first.close();
            }
            try (ConfigurableApplicationContext second = start(cluster);
                    ConfigurableApplicationContext third = start(cluster)) {
                await().atMost(90, TimeUnit.SECONDS)
                        .until(() -> server.requests().size() == 3
                                && !second.getBean(Scheduler.class).checkExists(JOB));
                assertThat(third.getBean(Scheduler.class).checkExists(JOB)).isFalse();
            }
            assertThatAllAttemptsAreOneCall();
        }
    }

    @Test
    @Tag("child")
    void jobWhoseNodeIsKilledWhileItWaitsIsRunByAnotherNode() throws Exception {
        server.close();
        server = TellingServer.start(Duration.ofSeconds(4));
        killNodeWhen(OnDatabase.class, QuartzRetriesTests::hasRetry);
        assertThatAllAttemptsAreOneCall(3, Duration.ofSeconds(4));
    }

    @Test
    @Tag("child")
    void jobWhoseNodeIsKilledWhileItRunsIsRunByAnotherNode() throws Exception {
        server.leaveUnanswered(2);
        killNodeWhen(OnDatabase.class, second -> server.requests().size() == 2);
        assertThatAllAttemptsAreOneCall(4, Duration.ofSeconds(1));
    }

    @Test
    @Tag("child")
    void jobWhoseNodeIsKilledBeforeItsEndIsNotedIsOneCall() throws Exception {
        killNodeWhen(HangingAtTheEnd.class, QuartzRetriesTests::hasRetry);
        assertThatAllAttemptsAreOneCall(3, Duration.ofSeconds(1));
    }

    /** A node whose only thread hangs acquires no retry, so another one may make all of them before it finds the node dead. */
    @Test
    @Tag("child")
    void jobWhoseRetriesAreDueBeforeTheNodeIsFoundDeadIsOneCall() throws Exception {
        killNodeWhen(HangingAtTheEnd.class, QuartzRetriesTests::hasRetry, THREADS, "1");
        assertThatAllAttemptsAreOneCall(3, Duration.ofSeconds(1));
    }

    /** Kills the node that runs the job, and lets another one go on until no retry is left. */
    private void killNodeWhen(Class<?> node, Predicate<ConfigurableApplicationContext> moment, String... property)
            throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            Map<String, Object> cluster = cluster(postgres);
            try (ConfigurableApplicationContext second = start(
                    cluster, "spring.quartz.jdbc.initialize-schema", "always", "spring.quartz.auto-startup", "false")) {
                Scheduler scheduler = second.getBean(Scheduler.class);
                scheduler.scheduleJob(
                        JobBuilder.newJob(Submit.class)
                                .withIdentity(JOB)
                                .requestRecovery()
                                .build(),
                        now().build());
                Map<String, Object> properties = new HashMap<>(Orders.properties(server));
                properties.putAll(cluster);
                putAll(property, properties);
                try (NodeProcess first = NodeProcess.start(node, properties)) {
                    await().atMost(90, TimeUnit.SECONDS).until(() -> moment.test(second));
                    first.kill();
                }
                scheduler.start();
                await().atMost(90, TimeUnit.SECONDS).until(() -> !scheduler.checkExists(JOB));
            }
        }
    }

    private void assertThatItIsRunUntilNoRetryIsLeft(Class<? extends Job> type) throws Exception {
        try (ConfigurableApplicationContext node = start(Map.of())) {
            Scheduler scheduler = node.getBean(Scheduler.class);
            scheduler.scheduleJob(job(type), now().build());
            await().atMost(60, TimeUnit.SECONDS)
                    .until(() -> server.requests().size() == 3 && !scheduler.checkExists(JOB));
            assertThatAllAttemptsAreOneCall();
        }
    }

    private void assertThatAllAttemptsAreOneCall() {
        assertThatAllAttemptsAreOneCall(3, Duration.ofSeconds(1));
    }

    private void assertThatAllAttemptsAreOneCall(int attempts, Duration delay) {
        assertThat(server.requests()).hasSize(attempts);
        assertThat(server.intervals())
                .allSatisfy(interval -> assertThat(interval).isGreaterThanOrEqualTo(delay));
        Set<String> keys = new HashSet<>();
        server.requests().forEach(request -> keys.add(request.key()));
        assertThat(keys).singleElement().asString().startsWith("\"");
    }

    @Test
    void jobThatAsksToBeRefiredAtOnceWaitsAllTheSame() throws Exception {
        assertThatItIsRunUntilNoRetryIsLeft(Refiring.class);
    }

    @Test
    void triggerThatFiresAgainAnywayHasOneRetryThatWaits() throws Exception {
        server.close();
        server = TellingServer.start(Duration.ofHours(1));
        try (ConfigurableApplicationContext node = start(Map.of("recourse.retry.cooldown", "none"))) {
            Scheduler scheduler = node.getBean(Scheduler.class);
            scheduler.scheduleJob(
                    job(Submit.class),
                    now().withSchedule(SimpleScheduleBuilder.simpleSchedule()
                                    .withIntervalInMilliseconds(100)
                                    .repeatForever())
                            .build());
            await().atMost(60, TimeUnit.SECONDS).until(() -> server.requests().size() > 3);
            assertThat(scheduler.getTriggersOfJob(JOB)).hasSize(2).anySatisfy(trigger -> {
                assertThat(trigger.getKey().getName()).isEqualTo("now retry 1");
                assertThat(trigger.getStartTime())
                        .isAfter(Date.from(Instant.now().plus(Duration.ofMinutes(50))));
                assertThat(trigger.getJobDataMap().getString("order")).isEqualTo("4711");
            });
        }
    }

    @Test
    void adapterWhenSwitchedOffLeavesTheJobToQuartz() throws Exception {
        try (ConfigurableApplicationContext node = start(Map.of("recourse.retry.adapters.quartz", "false"))) {
            Scheduler scheduler = node.getBean(Scheduler.class);
            scheduler.scheduleJob(job(Submit.class), now().build());
            await().atMost(60, TimeUnit.SECONDS)
                    .until(() -> !server.requests().isEmpty() && !scheduler.checkExists(JOB));
        }
    }

    private static boolean hasRetry(ConfigurableApplicationContext node) {
        try {
            // One query: a trigger that is read in several may fire in between.
            return node.getBean(Scheduler.class).checkExists(TriggerKey.triggerKey("now retry 1"));
        } catch (SchedulerException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private static JobDetail job(Class<? extends Job> type) {
        return JobBuilder.newJob(type).withIdentity(JOB).build();
    }

    private static TriggerBuilder<Trigger> now() {
        return TriggerBuilder.newTrigger().withIdentity("now").usingJobData("order", "4711");
    }

    private static Map<String, Object> cluster(EmbeddedPostgres postgres) {
        return Map.of(
                "spring.datasource.url",
                postgres.getJdbcUrl("postgres", "postgres"),
                "spring.quartz.job-store-type",
                "jdbc",
                "spring.quartz.jdbc.initialize-schema",
                "never",
                QUARTZ + "scheduler.instanceId",
                "AUTO",
                THREADS,
                "3",
                QUARTZ + "jobStore.isClustered",
                "true",
                QUARTZ + "jobStore.clusterCheckinInterval",
                "500",
                QUARTZ + "jobStore.useProperties",
                "true",
                QUARTZ + "jobStore.driverDelegateClass",
                "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate");
    }

    private static void putAll(String[] property, Map<String, Object> properties) {
        for (int i = 0; i < property.length; i += 2) {
            properties.put(property[i], property[i + 1]);
        }
    }

    private ConfigurableApplicationContext start(Map<String, Object> more, String... property) {
        Map<String, Object> properties = new HashMap<>(Orders.properties(server));
        properties.putAll(more);
        putAll(property, properties);
        boolean database = more.containsKey("spring.datasource.url");
        return new SpringApplicationBuilder(database ? OnDatabase.class : InMemory.class)
                .web(WebApplicationType.NONE)
                .properties(properties)
                .run();
    }

    @ImportAutoConfiguration({
        RetryAutoConfiguration.class,
        RetryJobsAutoConfiguration.class,
        QuartzAutoConfiguration.class
    })
    @Import(Orders.class)
    static class InMemory {}

    @ImportAutoConfiguration({DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class})
    static class OnDatabase extends InMemory {}

    /** Never lets Quartz note the end of a run. */
    static class HangingAtTheEnd extends OnDatabase {

        @Bean
        SmartLifecycle hang(Scheduler scheduler) {
            return new BeforeItStarts(scheduler);
        }
    }

    /** Adds a listener behind all others, which are added while the application makes its beans. */
    record BeforeItStarts(Scheduler scheduler) implements SmartLifecycle {

        @Override
        public void start() {
            try {
                scheduler.getListenerManager().addJobListener(new Hang());
            } catch (SchedulerException ex) {
                throw new IllegalStateException(ex);
            }
        }

        @Override
        public void stop() {}

        @Override
        public boolean isRunning() {
            return false;
        }

        @Override
        public int getPhase() {
            return 0;
        }
    }

    static final class Hang extends JobListenerSupport {

        @Override
        public String getName() {
            return "hang";
        }

        @Override
        public void jobWasExecuted(JobExecutionContext context, @Nullable JobExecutionException failure) {
            LockSupport.park();
        }
    }

    static final class Submit implements Job {

        private final Orders orders;

        Submit(Orders orders) {
            this.orders = orders;
        }

        @Override
        public void execute(JobExecutionContext context) throws JobExecutionException {
            try {
                orders.submit("order");
            } catch (Exception ex) {
                throw new JobExecutionException(ex);
            }
        }
    }

    static final class Refiring implements Job {

        private final Orders orders;

        Refiring(Orders orders) {
            this.orders = orders;
        }

        @Override
        public void execute(JobExecutionContext context) throws JobExecutionException {
            try {
                orders.submit("order");
            } catch (Exception ex) {
                throw new JobExecutionException(ex, RetryLaterException.in(ex) != null);
            }
        }
    }
}
