package dev.recourse.retry.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.recourse.retry.RetryStrategies;
import dev.recourse.retry.RetryStrategy;
import dev.recourse.retry.actuate.RetryOnStatusEndpoint;
import dev.recourse.retry.observe.RetryMetrics;
import dev.recourse.retry.observe.RetryObservations;
import dev.recourse.retry.time.VirtualTime;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.HttpServerErrorException;

class RetryActuatorAutoConfigurationTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withBean(VirtualTime.class)
            .withConfiguration(AutoConfigurations.of(
                    RetryAutoConfiguration.class,
                    RetryActuatorAutoConfiguration.class,
                    MetricsAutoConfiguration.class,
                    CompositeMeterRegistryAutoConfiguration.class));

    @Test
    void endpointUnlessExposedIsAbsent() {
        runner.run(context -> assertThat(context).doesNotHaveBean(RetryOnStatusEndpoint.class));
    }

    @Test
    void endpointWhenExposedIsThere() {
        runner.withPropertyValues("management.endpoints.jmx.exposure.include=retryonstatus", "spring.jmx.enabled=true")
                .run(context -> assertThat(context).hasSingleBean(RetryOnStatusEndpoint.class));
    }

    @Test
    void starterWhenActuatorIsAbsentHasMetersAndObservations() {
        runner.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
                .withPropertyValues("management.endpoints.jmx.exposure.include=*", "spring.jmx.enabled=true")
                .run(context -> assertThat(context)
                        .hasSingleBean(RetryMetrics.class)
                        .hasSingleBean(RetryObservations.class)
                        .doesNotHaveBean(RetryOnStatusEndpoint.class));
    }

    @Test
    void starterWhenMicrometerIsAbsentRetries() {
        new ApplicationContextRunner()
                .withBean(VirtualTime.class)
                .withConfiguration(
                        AutoConfigurations.of(RetryAutoConfiguration.class, RetryActuatorAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader("io.micrometer", "org.springframework.boot.actuate"))
                .run(context -> {
                    assertThat(context).doesNotHaveBean(RetryMetrics.class).doesNotHaveBean(RetryObservations.class);
                    assertThat(failThenSucceed(context.getBean(RetryStrategies.class)))
                            .isEqualTo("done");
                });
    }

    @Test
    void starterWhenDisabledAddsNothing() {
        runner.withPropertyValues("recourse.retry.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(RetryMetrics.class));
    }

    @Test
    void metersWhenThereAreSeveralRegistriesMeasureInEachOnce() {
        SimpleMeterRegistry first = new SimpleMeterRegistry();
        SimpleMeterRegistry second = new SimpleMeterRegistry();
        runner.withBean("first", MeterRegistry.class, () -> first)
                .withBean("second", MeterRegistry.class, () -> second)
                .run(context -> {
                    failThenSucceed(context.getBean(RetryStrategies.class));
                    for (MeterRegistry registry : List.of(first, second)) {
                        assertThat(registry.get("recourse.retry.waits").timer().count())
                                .isOne();
                        assertThat(registry.get("recourse.retry.calls")
                                        .tag("outcome", "success")
                                        .counter()
                                        .count())
                                .isOne();
                    }
                });
    }

    @Test
    void metersWhenEveryFailureDiffersAreNoMoreThanTheConfigurationNames() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        runner.withBean(MeterRegistry.class, () -> registry)
                .withPropertyValues(
                        "recourse.retry.delays.4xx=server, 1s",
                        "recourse.retry.delays.5xx=exponential(1s, 1m)",
                        "recourse.retry.delays.[java.io.IOException]=retryAfter, random(1s, 2s)",
                        "recourse.retry.clients.carrier.max-retries=1",
                        "recourse.retry.clients.bank.delays.429=body(/wait), header(X-Wait), 2s")
                .run(context -> {
                    RetryStrategies strategies = context.getBean(RetryStrategies.class);
                    List<RetryStrategy> clients = List.of(
                            strategies.named("carrier"), strategies.named("bank"), strategies.build(rules -> {}));
                    failInManyWays(clients, 0);
                    Set<List<String>> meters = meters(registry);
                    assertThat(meters)
                            .allSatisfy(meter -> assertThat(meter).hasSizeLessThanOrEqualTo(4))
                            .hasSizeLessThan(100);
                    assertThat(tags(meters))
                            .isSubsetOf(
                                    "client=carrier",
                                    "client=bank",
                                    "client=strategy-1",
                                    "condition=4xx",
                                    "condition=5xx",
                                    "condition=429",
                                    "condition=java.io.IOException",
                                    "condition=cooldown",
                                    "source=fixed",
                                    "source=exponential",
                                    "source=random",
                                    "source=server",
                                    "source=header",
                                    "source=body",
                                    "source=attribute",
                                    "source=cooldown",
                                    "origin=this-node",
                                    "outcome=success",
                                    "outcome=exhausted",
                                    "outcome=not-retryable",
                                    "outcome=no-time",
                                    "outcome=no-budget",
                                    "outcome=handed-off",
                                    "outcome=cancelled");
                    failInManyWays(clients, 1_000);
                    assertThat(meters(registry)).isEqualTo(meters);
                    assertThat(meters.stream()
                                    .collect(Collectors.groupingBy(List::size))
                                    .keySet())
                            .as("each name has one number of tags")
                            .hasSize(3);
                });
    }

    private static void failInManyWays(List<RetryStrategy> clients, int seed) {
        for (int i = 0; i < 400; i++) {
            Exception failure = failure(seed + i, 400 + i % 200);
            for (RetryStrategy client : clients) {
                assertThat(catchThrowable(() -> client.run(() -> {
                            throw failure;
                        })))
                        .isNotNull();
            }
        }
    }

    private static Exception failure(int number, int status) {
        String text = "/parcels/" + number + "?token=" + number;
        if (number % 10 == 0) {
            return new IOException(text);
        }
        HttpHeaders headers = new HttpHeaders();
        headers.add("X-Request", text);
        headers.add(number % 3 == 0 ? "Retry-After" : "X-Wait", String.valueOf(1 + number % 7));
        byte[] body = ("{\"wait\": " + number % 5 + "}").getBytes(StandardCharsets.UTF_8);
        HttpStatusCode code = HttpStatusCode.valueOf(status);
        return status < 500
                ? HttpClientErrorException.create(text, code, text, headers, body, null)
                : HttpServerErrorException.create(text, code, text, headers, body, null);
    }

    /** Returns the name and the tags of each meter. */
    private static Set<List<String>> meters(MeterRegistry registry) {
        return registry.getMeters().stream()
                .map(Meter::getId)
                .filter(id -> id.getName().startsWith("recourse.retry."))
                .map(id -> Stream.concat(
                                Stream.of(id.getName()),
                                id.getTags().stream().map(tag -> tag.getKey() + "=" + tag.getValue()))
                        .toList())
                .collect(Collectors.toSet());
    }

    private static List<String> tags(Set<List<String>> meters) {
        return meters.stream()
                .flatMap(meter -> meter.stream().skip(1))
                .distinct()
                .toList();
    }

    private static String failThenSucceed(RetryStrategies strategies) throws Exception {
        int[] calls = {0};
        return strategies.build(rules -> rules.delay(IOException.class, "2s")).call(() -> {
            if (calls[0]++ == 0) {
                throw new IOException();
            }
            return "done";
        });
    }
}
