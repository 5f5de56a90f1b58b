package dev.recourse.retry.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recourse.retry.RetryStrategies;
import dev.recourse.retry.autoconfigure.RetryAutoConfiguration;
import dev.recourse.retry.autoconfigure.RetryJobsAutoConfiguration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.ConsumerRecordRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;

/** Spring Kafka on a real broker. */
class KafkaRetriesTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(RetryAutoConfiguration.class, RetryJobsAutoConfiguration.class));

    @Test
    @Tag("child")
    @Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void recordIsGivenAgainAfterEachDelayUntilNoRetryIsLeftAndThoseBehindItWait(@TempDir Path directory)
            throws Exception {
        try (TellingServer server = TellingServer.start(Duration.ofSeconds(1));
                TestBroker broker = TestBroker.start(directory);
                ConfigurableApplicationContext application = start(server, broker)) {
            KafkaTemplate<?, String> template = kafka(application);
            template.send("orders", "first").get();
            template.send("orders", "second").get();
            List<String> recovered = application.getBean(Application.class).recovered;
            await().atMost(120, TimeUnit.SECONDS)
                    .untilAsserted(() -> assertThat(recovered).containsExactly("first", "second"));
            assertThat(server.requests())
                    .extracting(TellingServer.Request::path)
                    .containsExactly("/first", "/first", "/first", "/second", "/second", "/second");
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

    @Test
    void adapterWhenSwitchedOffOrWithoutKafkaOrBesideAnErrorHandlerIsAbsent() {
        runner.run(context -> assertThat(context).hasSingleBean(KafkaRetries.class));
        runner.withPropertyValues("recourse.retry.adapters.kafka=false")
                .run(context -> assertThat(context).doesNotHaveBean(KafkaRetries.class));
        runner.withClassLoader(new FilteredClassLoader("org.springframework.kafka"))
                .run(context -> assertThat(context).hasNotFailed());
        runner.withBean(CommonErrorHandler.class, DefaultErrorHandler::new)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(KafkaRetries.class));
    }

    @SuppressWarnings("unchecked")
    private static KafkaTemplate<?, String> kafka(ConfigurableApplicationContext application) {
        return application.getBean(KafkaTemplate.class);
    }

    private static ConfigurableApplicationContext start(TellingServer server, TestBroker broker) {
        Map<String, Object> properties = new HashMap<>(Orders.properties(server));
        // The second order is not to wait for the first one's server.
        properties.put("recourse.retry.cooldown", "none");
        properties.put("spring.kafka.bootstrap-servers", broker.address());
        properties.put("spring.kafka.consumer.auto-offset-reset", "earliest");
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties(properties)
                .run();
    }

    @ImportAutoConfiguration({
        RetryAutoConfiguration.class,
        RetryJobsAutoConfiguration.class,
        KafkaAutoConfiguration.class
    })
    static class Application {

        final List<String> recovered = new CopyOnWriteArrayList<>();

        @Bean
        Orders orders(RetryStrategies strategies, Environment environment) {
            return new Orders(strategies.named("orders"), environment.getRequiredProperty("server.url"));
        }

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

        Listener(Orders orders) {
            this.orders = orders;
        }

        @KafkaListener(topics = "orders", groupId = "shop")
        void on(String order) throws Exception {
            orders.submit(order);
        }
    }
}
