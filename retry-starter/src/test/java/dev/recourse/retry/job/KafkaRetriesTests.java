package dev.recourse.retry.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recourse.retry.autoconfigure.RetryAutoConfiguration;
import dev.recourse.retry.autoconfigure.RetryJobsAutoConfiguration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.ConsumerRecordRecoverer;

/** Spring Kafka on a real broker. */
@Tag("child")
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KafkaRetriesTests {

    @TempDir
    private static Path directory;

    private static TestBroker broker;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = TestBroker.start(directory);
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void recordIsGivenAgainAfterEachDelayUntilNoRetryIsLeftAndThoseBehindItWait() throws Exception {
        try (TellingServer server = TellingServer.start(Duration.ofSeconds(1));
                ConfigurableApplicationContext application = start(server, "one")) {
            KafkaTemplate<?, String> template = kafka(application);
            template.send("one", "first").get();
            template.send("one", "stumbling").get();
            List<String> recovered = application.getBean(Application.class).recovered;
            await().atMost(120, TimeUnit.SECONDS)
                    .untilAsserted(() -> assertThat(recovered).containsExactly("first", "stumbling"));
            assertThat(server.requests())
                    .extracting(TellingServer.Request::path)
                    .containsExactly("/first", "/first", "/first", "/stumbling", "/stumbling", "/stumbling");
            List<Duration> intervals = server.intervals();
            intervals.remove(2);
            assertThat(intervals)
                    .allSatisfy(interval -> assertThat(interval).isGreaterThanOrEqualTo(Duration.ofSeconds(1)));
            assertThat(server.requests().stream()
                            .map(TellingServer.Request::key)
                            .distinct())
                    .hasSize(2)
                    .allSatisfy(key -> assertThat(key).startsWith("\""));
        }
    }

    /** The broker keeps the record, but no attempt, no key and no delay. */
    @Test
    void recordWhoseConsumerIsKilledWhileItWaitsBeginsAnewAtAnotherOne() throws Exception {
        try (TellingServer server = TellingServer.start(Duration.ofHours(1));
                NodeProcess first = NodeProcess.start(Application.class, properties(server, "two"))) {
            try (ConfigurableApplicationContext sender = start(server, "none")) {
                kafka(sender).send("two", "order").get();
            }
            await().atMost(90, TimeUnit.SECONDS).until(() -> server.requests().size() == 1);
            first.kill();
            try (ConfigurableApplicationContext second = start(server, "two")) {
                await().atMost(90, TimeUnit.SECONDS)
                        .until(() -> second.isRunning() && server.requests().size() == 2);
                assertThat(server.requests().stream()
                                .map(TellingServer.Request::key)
                                .distinct())
                        .hasSize(2);
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static KafkaTemplate<?, String> kafka(ConfigurableApplicationContext application) {
        return application.getBean(KafkaTemplate.class);
    }

    private static ConfigurableApplicationContext start(TellingServer server, String topic) {
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties(properties(server, topic))
                .run();
    }

    private static Map<String, Object> properties(TellingServer server, String topic) {
        Map<String, Object> properties = new HashMap<>(Orders.properties(server));
        properties.put("topic", topic);
        // The second order is not to wait for the first one's server.
        properties.put("recourse.retry.cooldown", "none");
        properties.put("spring.kafka.bootstrap-servers", broker.address());
        properties.put("spring.kafka.consumer.auto-offset-reset", "earliest");
        properties.put("spring.kafka.properties.session.timeout.ms", "6000");
        return properties;
    }

    @ImportAutoConfiguration({
        RetryAutoConfiguration.class,
        RetryJobsAutoConfiguration.class,
        KafkaAutoConfiguration.class
    })
    @Import(Orders.class)
    static class Application {

        final List<String> recovered = new CopyOnWriteArrayList<>();

        @Bean
        ConsumerRecordRecoverer recoverer() {
            return (record, failure) -> recovered.add(String.valueOf(record.value()));
        }

        @Bean
        Listener listener(Orders orders) {
            return new Listener(orders);
        }
    }

    static class Listener {

        private final Orders orders;
        private final AtomicInteger stumbles = new AtomicInteger();

        Listener(Orders orders) {
            this.orders = orders;
        }

        /** Fails once in a way that has nothing to do with the call, where an order says so. */
        @KafkaListener(topics = "${topic}", groupId = "shop-${topic}")
        void on(String order) throws Exception {
            if (order.equals("stumbling") && stumbles.incrementAndGet() == 2) {
                throw new IllegalStateException("The database is away");
            }
            orders.submit(order);
        }
    }
}
