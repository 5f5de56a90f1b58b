package dev.recourse.retry.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recourse.retry.autoconfigure.RetryAutoConfiguration;
import dev.recourse.retry.autoconfigure.RetryJobsAutoConfiguration;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.core.BindingBuilder;
import org.springframework.amqp.core.Declarable;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.core.QueueBuilder;
import org.springframework.amqp.core.QueueInformation;
import org.springframework.amqp.core.TopicExchange;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.config.DirectRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.config.SimpleRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.amqp.autoconfigure.DirectRabbitListenerContainerFactoryConfigurer;
import org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration;
import org.springframework.boot.amqp.autoconfigure.SimpleRabbitListenerContainerFactoryConfigurer;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Spring AMQP on a real broker. */
@Tag("child")
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AmqpRetriesTests {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final List<String> QUEUES = List.of("plain", "direct", "manual", "transacted", "stumbling");

    @TempDir
    private static Path directory;

    private static TestRabbit rabbit;

    @BeforeAll
    static void startRabbit() throws Exception {
        rabbit = TestRabbit.start(directory);
    }

    @AfterAll
    static void stopRabbit() {
        if (rabbit != null) {
            rabbit.close();
        }
    }

    @Test
    void messageIsGivenAgainAfterEachDelayUntilNoRetryIsLeft() throws Exception {
        try (TellingServer server = TellingServer.start(Duration.ofSeconds(1));
                ConfigurableApplicationContext application = start(server, Map.of())) {
            RabbitTemplate template = application.getBean(RabbitTemplate.class);
            for (String queue : QUEUES) {
                template.send(
                        "shop",
                        "order." + queue,
                        MessageBuilder.withBody(queue.getBytes(StandardCharsets.UTF_8))
                                .setHeader("tenant", "acme")
                                .setExpiration("60000")
                                .build());
            }
            for (String queue : QUEUES) {
                await().atMost(PATIENCE).until(() -> waiting(application, "dead." + queue) == 1);
                Message dead = template.receive("dead." + queue);
                assertThat(dead.getBody()).asString().isEqualTo(queue);
                assertThat(dead.getMessageProperties().getHeaders()).containsEntry("tenant", "acme");
            }
            QUEUES.forEach(queue -> assertThatAllAttemptsAreOneCall(server, queue, Duration.ofSeconds(1)));
            assertThat(application.getBean(Listener.class).routingKeys)
                    .filteredOn(key -> !key.equals("order.outliving"))
                    .hasSize(3 * QUEUES.size() + 1)
                    .containsOnly(QUEUES.stream().map(queue -> "order." + queue).toArray(String[]::new));
            QUEUES.forEach(queue -> assertThat(waiting(application, queue + ".recourse-retry.1s"))
                    .isZero());
        }
    }

    /** What the broker had not written yet when it was killed, such as that a message was acknowledged, may happen twice. */
    @Test
    void messageOutlivesTheConsumerAndTheBrokerThatAreKilledWhileItWaits() throws Exception {
        Duration delay = Duration.ofSeconds(5);
        Map<String, Object> idle = Map.of(
                "spring.rabbitmq.listener.simple.auto-startup",
                "false",
                "spring.rabbitmq.listener.direct.auto-startup",
                "false");
        try (TellingServer server = TellingServer.start(delay);
                NodeProcess first = NodeProcess.start(Application.class, properties(server));
                ConfigurableApplicationContext sender = start(server, idle)) {
            sender.getBean(RabbitTemplate.class).convertAndSend("shop", "order.outliving", "outliving");
            await().atMost(PATIENCE).until(() -> waiting(sender, "outliving.recourse-retry.5s") == 1);
            first.kill();
            rabbit.kill();
            rabbit.restart();
            String key = server.requests().get(0).key();
            try (ConfigurableApplicationContext second = start(server, Map.of())) {
                await().atMost(PATIENCE)
                        .until(() -> with(key, server).size() == 3 && waiting(second, "dead.outliving") > 0);
            }
            assertThatAllAttemptsAreApart(with(key, server), delay);
        }
    }

    private static List<TellingServer.Request> with(String key, TellingServer server) {
        return server.requests().stream()
                .filter(request -> request.key().equals(key))
                .toList();
    }

    private static void assertThatAllAttemptsAreOneCall(TellingServer server, String path, Duration delay) {
        List<TellingServer.Request> requests = server.requests().stream()
                .filter(request -> request.path().equals("/" + path))
                .toList();
        assertThat(requests.stream().map(TellingServer.Request::key).distinct())
                .as(path)
                .singleElement()
                .asString()
                .startsWith("\"");
        assertThatAllAttemptsAreApart(requests, delay);
    }

    private static void assertThatAllAttemptsAreApart(List<TellingServer.Request> requests, Duration delay) {
        assertThat(requests).hasSize(3);
        assertThat(IntStream.range(1, 3)
                        .mapToObj(i -> Duration.ofNanos(
                                requests.get(i).nanos() - requests.get(i - 1).nanos())))
                .allSatisfy(interval -> assertThat(interval).isGreaterThanOrEqualTo(delay));
    }

    private static long waiting(ConfigurableApplicationContext application, String queue) {
        QueueInformation information = application.getBean(RabbitAdmin.class).getQueueInfo(queue);
        return information == null ? 0 : information.getMessageCount();
    }

    private static ConfigurableApplicationContext start(TellingServer server, Map<String, Object> more) {
        Map<String, Object> properties = properties(server);
        properties.putAll(more);
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties(properties)
                .run();
    }

    private static Map<String, Object> properties(TellingServer server) {
        Map<String, Object> properties = new HashMap<>(Orders.properties(server));
        // One order is not to wait for another's server.
        properties.put("recourse.retry.cooldown", "none");
        properties.put("spring.rabbitmq.port", rabbit.port());
        // Such a listener would call again at once.
        properties.put("spring.rabbitmq.listener.simple.retry.enabled", "true");
        properties.put("spring.rabbitmq.listener.simple.retry.initial-interval", "1ms");
        return properties;
    }

    @ImportAutoConfiguration({
        RetryAutoConfiguration.class,
        RetryJobsAutoConfiguration.class,
        RabbitAutoConfiguration.class
    })
    @Import(Orders.class)
    static class Application {

        @Bean
        Listener listener(Orders orders) {
            return new Listener(orders);
        }

        @Bean
        Declarables queues() {
            List<Declarable> declarables = new ArrayList<>();
            TopicExchange shop = new TopicExchange("shop");
            declarables.add(shop);
            List<String> names = new ArrayList<>(QUEUES);
            names.add("outliving");
            for (String name : names) {
                declarables.add(QueueBuilder.durable("dead." + name).build());
                Queue queue = QueueBuilder.durable(name)
                        .deadLetterExchange("")
                        .deadLetterRoutingKey("dead." + name)
                        .build();
                declarables.add(queue);
                declarables.add(BindingBuilder.bind(queue).to(shop).with("order." + name));
            }
            return new Declarables(declarables);
        }

        @Bean
        DirectRabbitListenerContainerFactory direct(
                DirectRabbitListenerContainerFactoryConfigurer configurer, ConnectionFactory connections) {
            DirectRabbitListenerContainerFactory factory = new DirectRabbitListenerContainerFactory();
            configurer.configure(factory, connections);
            return factory;
        }

        @Bean
        DirectRabbitListenerContainerFactory manual(
                DirectRabbitListenerContainerFactoryConfigurer configurer, ConnectionFactory connections) {
            DirectRabbitListenerContainerFactory factory = new DirectRabbitListenerContainerFactory();
            configurer.configure(factory, connections);
            factory.setAcknowledgeMode(AcknowledgeMode.MANUAL);
            return factory;
        }

        @Bean
        SimpleRabbitListenerContainerFactory transacted(
                SimpleRabbitListenerContainerFactoryConfigurer configurer, ConnectionFactory connections) {
            SimpleRabbitListenerContainerFactory factory = new SimpleRabbitListenerContainerFactory();
            configurer.configure(factory, connections);
            factory.setChannelTransacted(true);
            return factory;
        }
    }

    static class Listener {

        final List<String> routingKeys = new CopyOnWriteArrayList<>();
        private final AtomicInteger deliveries = new AtomicInteger();
        private final Orders orders;

        Listener(Orders orders) {
            this.orders = orders;
        }

        @RabbitListener(queues = {"plain", "outliving"})
        void plain(Message order) throws Exception {
            submit(order);
        }

        @RabbitListener(queues = "direct", containerFactory = "direct")
        void direct(Message order) throws Exception {
            submit(order);
        }

        @RabbitListener(queues = "manual", containerFactory = "manual")
        void manual(Message order) throws Exception {
            submit(order);
        }

        @RabbitListener(queues = "transacted", containerFactory = "transacted")
        void transacted(Message order) throws Exception {
            submit(order);
        }

        /** Fails once in a way that has nothing to do with the call. */
        @RabbitListener(queues = "stumbling", containerFactory = "direct")
        void stumbling(Message order) throws Exception {
            if (deliveries.incrementAndGet() == 2) {
                routingKeys.add(order.getMessageProperties().getReceivedRoutingKey());
                throw new IllegalStateException("The database is away");
            }
            submit(order);
        }

        private void submit(Message order) throws Exception {
            routingKeys.add(order.getMessageProperties().getReceivedRoutingKey());
            orders.submit(new String(order.getBody(), StandardCharsets.UTF_8));
        }
    }
}
