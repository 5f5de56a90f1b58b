package dev.recourse.retry.aop;

import static dev.recourse.retry.RawServer.answer;
import static dev.recourse.retry.RawServer.response;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.recourse.retry.RawServer;
import dev.recourse.retry.RetryLaterException;
import dev.recourse.retry.RetryOnStatus;
import dev.recourse.retry.autoconfigure.RetryAutoConfiguration;
import dev.recourse.retry.time.VirtualTime;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.WebClient;

/** What can be read only once is not sent again, as it would be empty then. */
@ExtendWith(OutputCaptureExtension.class)
class OneShotArgumentsTests {

    private static final String BUSY = response(429, "", "Retry-After: 1");

    private static final String DONE = response(200, "done");

    /** HttpComponents would wait and send a request again by itself that is answered with 429. */
    private static final RestClient CLIENT = RestClient.builder()
            .requestFactory(new JdkClientHttpRequestFactory())
            .build();

    private final VirtualTime time = new VirtualTime();

    private ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(RetryAutoConfiguration.class))
            .withUserConfiguration(Uploads.class)
            .withBean("time", VirtualTime.class, () -> time)
            .withPropertyValues("recourse.retry.jitter-factor=0", "recourse.retry.delays.5xx=1s");

    private static InputStream stream() {
        return new ByteArrayInputStream("a photo".getBytes(UTF_8));
    }

    /** Sends what a resource has. */
    enum Client {
        REST_CLIENT {
            @Override
            String upload(String url, Resource photo) {
                return CLIENT.put().uri(url).body(photo).retrieve().body(String.class);
            }
        },
        REST_TEMPLATE {
            @Override
            String upload(String url, Resource photo) {
                new RestTemplate().put(url, photo);
                return "done";
            }
        },
        WEB_CLIENT {
            @Override
            String upload(String url, Resource photo) {
                return WebClient.create()
                        .put()
                        .uri(url)
                        .body(BodyInserters.fromResource(photo))
                        .retrieve()
                        .bodyToMono(String.class)
                        .block();
            }
        };

        abstract String upload(String url, Resource photo);
    }

    @ParameterizedTest
    @EnumSource
    void streamWhenItWasSentIsNotSentAgain(Client client) {
        run((uploads, server) -> {
            assertThatThrownBy(() -> uploads.stream(client, server.url("/"), stream()))
                    .hasMessageContaining("429");
            assertBodies(server, 1);
        });
    }

    @ParameterizedTest
    @EnumSource
    void resourceWhenItIsOpenIsNotSentAgain(Client client) {
        run((uploads, server) -> {
            assertThatThrownBy(() -> uploads.resource(client, server.url("/"), new InputStreamResource(stream())))
                    .hasMessageContaining("429");
            assertBodies(server, 1);
        });
    }

    @ParameterizedTest
    @EnumSource
    void resourceWhenItCanBeOpenedAnewIsSentAgainWhole(Client client) {
        run((uploads, server) -> {
            Resource photo = new ByteArrayResource("a photo".getBytes(UTF_8));
            assertThat(uploads.resource(client, server.url("/"), photo)).isEqualTo("done");
            assertBodies(server, 2);
        });
    }

    @Test
    void streamWhenCallsAreHandedOffIsLeftToTheCallerToOpenAnew() {
        for (String handOff : new String[] {"always", "beyond-max-wait"}) {
            runner = runner.withPropertyValues("recourse.retry.hand-off=" + handOff);
            run((uploads, server) -> {
                assertThatThrownBy(() -> uploads.stream(Client.REST_CLIENT, server.url("/"), stream()))
                        .isInstanceOf(RetryLaterException.class);
                assertBodies(server, 1);
            });
        }
    }

    @Test
    void streamWhenACooldownKeepsTheFirstAttemptBackIsSentAfterwards() {
        run((uploads, server) -> {
            assertThatThrownBy(() -> uploads.stream(Client.REST_CLIENT, server.url("/"), stream()))
                    .hasMessageContaining("429");
            assertThat(uploads.stream(Client.REST_CLIENT, server.url("/"), stream()))
                    .isEqualTo("done");
            assertBodies(server, 2);
            assertThat(time.pauses()).hasSize(1);
        });
    }

    @Test
    void methodWhenItHasSuchAParameterIsWarnedOfAtTheStart(CapturedOutput output) {
        run((uploads, server) -> {});
        assertThat(output.getAll().lines().filter(line -> line.contains("can be read only once")))
                .hasSize(1)
                .allMatch(line -> line.contains("WARN")
                        && line.contains("Uploads.stream")
                        && line.contains("its argument of type InputStream"));
    }

    @Test
    void callWhenItIsNotMadeAgainIsWarnedOf(CapturedOutput output) {
        run((uploads, server) -> assertThatThrownBy(
                        () -> uploads.resource(Client.REST_CLIENT, server.url("/"), new InputStreamResource(stream())))
                .hasMessageContaining("429"));
        assertThat(output)
                .containsPattern(
                        "WARN .* Uploads.resource \\(client default\\) failed with status 429, attempt 1 of 4, the last:"
                                + " its argument of type InputStreamResource cannot be read again");
    }

    @ParameterizedTest
    @MethodSource
    void argumentsWhenOneCanBeReadOnlyOnceAreFound(@Nullable Object argument, boolean once) {
        String found = OneShotArguments.find(new Object[] {"a name", argument});
        assertThat(found != null).isEqualTo(once);
    }

    static Stream<Arguments> argumentsWhenOneCanBeReadOnlyOnceAreFound() throws Exception {
        ReadableByteChannel channel = Channels.newChannel(stream());
        Reader reader = new InputStreamReader(stream(), UTF_8);
        Iterator<String> iterator = List.of("a").iterator();
        return Stream.of(
                arguments(stream(), true),
                arguments(reader, true),
                arguments(channel, true),
                arguments(iterator, true),
                arguments(Stream.of("a"), true),
                arguments(new InputStreamResource(stream()), true),
                arguments(new Object[] {stream()}, true),
                arguments(List.of(stream()), true),
                arguments(Map.of("photo", List.of(new InputStreamResource(stream()))), true),
                arguments(new ByteArrayResource(new byte[1]), false),
                arguments(new ByteArrayResource(new byte[1]).getFilename(), false),
                arguments(List.of("a"), false),
                arguments("a text", false));
    }

    private void run(Exchange test) {
        try (RawServer server = RawServer.start(answer(BUSY), answer(DONE))) {
            runner.run(context -> test.accept(context.getBean(Uploads.class), server));
        }
    }

    private static void assertBodies(RawServer server, int number) {
        assertThat(server.requests()).hasSize(number).allMatch(request -> request.contains("a photo"));
    }

    @FunctionalInterface
    private interface Exchange {

        void accept(Uploads uploads, RawServer server);
    }

    static class Uploads {

        @RetryOnStatus
        public String stream(Client client, String url, InputStream photo) {
            return client.upload(url, new InputStreamResource(photo));
        }

        @RetryOnStatus
        public String resource(Client client, String url, Resource photo) {
            return client.upload(url, photo);
        }
    }
}
