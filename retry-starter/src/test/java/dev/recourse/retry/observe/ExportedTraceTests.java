package dev.recourse.retry.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.recourse.retry.RetryOnStatus;
import dev.recourse.retry.time.VirtualTime;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jobrunr.spring.autoconfigure.JobRunrAutoConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

/** A wait is found in the trace that a collector receives. */
class ExportedTraceTests {

    private final List<byte[]> received = new CopyOnWriteArrayList<>();

    private HttpServer collector;

    private ConfigurableApplicationContext context;

    @BeforeEach
    void start() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            received.add(exchange.getRequestBody().readAllBytes());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        context = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.main.banner-mode=off",
                        "management.tracing.sampling.probability=1.0",
                        "management.otlp.metrics.export.enabled=false",
                        "management.opentelemetry.tracing.export.otlp.endpoint=http://localhost:"
                                + collector.getAddress().getPort() + "/v1/traces",
                        "recourse.retry.jitter-factor=0",
                        "recourse.retry.min-delay=0s",
                        "recourse.retry.clients.carrier.delays.[java.io.IOException]=exponential(5s, 1m)")
                .run();
    }

    @AfterEach
    void close() {
        context.close();
        collector.stop(0);
    }

    @Test
    void waitOfABlockingCallIsAnEventOfTheSpanInProgress() throws IOException {
        Carrier carrier = context.getBean(Carrier.class);
        Observation.createNotStarted("checkout", context.getBean(ObservationRegistry.class))
                .observeChecked(() -> assertThat(carrier.rate()).isEqualTo("done"));
        assertThat(eventsOf("checkout"))
                .containsExactly(
                        "Carrier.rate waits 5s, exponential(5s, 1m)", "Carrier.rate waits 10s, exponential(5s, 1m)");
    }

    @Test
    void waitOfAReactiveCallIsAnEventOfTheSpanInItsContext() {
        Observation observation = Observation.start("delivery", context.getBean(ObservationRegistry.class));
        String rate = context.getBean(Carrier.class)
                .reactiveRate()
                .contextWrite(reactor -> reactor.put(ObservationThreadLocalAccessor.KEY, observation))
                .block(Duration.ofSeconds(10));
        observation.stop();
        assertThat(rate).isEqualTo("done");
        assertThat(eventsOf("delivery"))
                .containsExactly(
                        "Carrier.reactiveRate waits 1ms, as configured",
                        "Carrier.reactiveRate waits 1ms, as configured");
    }

    private List<String> eventsOf(String span) {
        context.getBean(SdkTracerProvider.class).forceFlush().join(10, TimeUnit.SECONDS);
        List<String> events = new ArrayList<>();
        for (byte[] request : received) {
            for (byte[] exported : fields(request, 1, 2, 2)) {
                if (text(exported, 5).equals(List.of(span))) {
                    fields(exported, 11).forEach(event -> events.addAll(text(event, 2)));
                }
            }
        }
        return events;
    }

    private static List<String> text(byte[] message, int number) {
        return fields(message, number).stream()
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .toList();
    }

    /** Returns the fields with these numbers, each within those of the one before, of a message of Protocol Buffers. */
    private static List<byte[]> fields(byte[] message, int... numbers) {
        List<byte[]> messages = List.of(message);
        for (int number : numbers) {
            messages = messages.stream()
                    .flatMap(each -> field(each, number).stream())
                    .toList();
        }
        return messages;
    }

    private static List<byte[]> field(byte[] message, int number) {
        List<byte[]> found = new ArrayList<>();
        ByteBuffer buffer = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            long key = varint(buffer);
            switch ((int) key & 7) {
                case 0 -> varint(buffer);
                case 1 -> buffer.getLong();
                case 5 -> buffer.getInt();
                case 2 -> {
                    byte[] value = new byte[(int) varint(buffer)];
                    buffer.get(value);
                    if (key >> 3 == number) {
                        found.add(value);
                    }
                }
                default -> throw new IllegalArgumentException("wire type of " + key);
            }
        }
        return found;
    }

    private static long varint(ByteBuffer buffer) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte b = buffer.get();
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
    }

    static class Carrier {

        private int calls;

        @RetryOnStatus(value = "carrier", delays = "java.io.IOException: 1ms")
        public Mono<String> reactiveRate() {
            return Mono.delay(Duration.ofMillis(1)).then(Mono.fromCallable(this::rate));
        }

        @RetryOnStatus("carrier")
        public String rate() throws IOException {
            if (++calls < 3) {
                throw new IOException("busy");
            }
            return "done";
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = {DataSourceAutoConfiguration.class, JobRunrAutoConfiguration.class})
    static class Application {

        @Bean
        VirtualTime time() {
            return new VirtualTime();
        }

        @Bean
        Carrier carrier() {
            return new Carrier();
        }
    }
}
