package dev.recourse.retry.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.recourse.retry.FailedResponse;
import dev.recourse.retry.RawServer;
import dev.recourse.retry.RawServer.Script;
import dev.recourse.retry.ResponseExtractor;
import feign.Feign;
import feign.RequestLine;
import feign.Retryer;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;

class FailureReaderTests {

    @Nested
    class Extractors {

        @Test
        void readWhenAnExtractorUnderstandsTheExceptionIsItsResponse() {
            FailureReader reader = reader(failure -> failure instanceof QuotaException
                    ? FailedResponse.of(429, Map.of("retry-after", List.of("5")), null, "POST")
                    : null);

            Failure failure = reader.read(new IllegalStateException(new QuotaException()));

            assertThat(failure.response()).isNotNull();
            assertThat(failure.response().status()).isEqualTo(429);
            assertThat(failure.response().header("Retry-After")).containsExactly("5");
            assertThat(failure.response().body()).isNull();
            assertThat(failure.method()).isEqualTo("POST");
            assertThat(failure.condition(condition -> true, List.of(), 0))
                    .isEqualTo(new Condition.ExceptionType(IllegalStateException.class));
        }

        @Test
        void readWhenThereAreSeveralExtractorsAsksThemInOrderAndBeforeTheBuiltInOnes() {
            List<Object> asked = new ArrayList<>();
            ResponseExtractor none = failure -> {
                asked.add(failure);
                return null;
            };
            ResponseExtractor other = failure -> FailedResponse.of(503, Map.of(), null, null);
            Exception exception = new HttpClientErrorException(HttpStatus.CONFLICT);

            Failure failure = new FailureReader(() -> List.of(none, other, none)).read(exception);

            assertThat(failure.response()).isNotNull();
            assertThat(failure.response().status()).isEqualTo(503);
            assertThat(asked).containsExactly(exception);
            assertThat(reader(none).read(exception).response()).isNotNull();
        }

        static Stream<ResponseExtractor> readWhenAnExtractorFailsGoesOnAsIfThereWereNone() {
            return Stream.of(
                    failure -> {
                        throw new IllegalStateException();
                    },
                    failure -> {
                        throw new StackOverflowError();
                    },
                    failure -> new HostileResponse() {
                        @Override
                        public int status() {
                            throw new IllegalStateException();
                        }
                    },
                    failure -> new HostileResponse() {
                        @Override
                        public String method() {
                            throw new NoClassDefFoundError();
                        }
                    });
        }

        @ParameterizedTest
        @MethodSource
        void readWhenAnExtractorFailsGoesOnAsIfThereWereNone(ResponseExtractor hostile) {
            Failure failure = reader(hostile).read(new HttpClientErrorException(HttpStatus.CONFLICT));

            assertThat(failure.response()).isNotNull();
            assertThat(failure.response().status()).isEqualTo(409);
        }

        @Test
        void readWhenTheResponseIsHostileHasNoSuchParts() {
            FailedResponse response = reader(failure -> new HostileResponse())
                    .read(new Exception())
                    .response();

            assertThat(response).isNotNull();
            assertThat(response.status()).isEqualTo(429);
            assertThat(response.header("a")).isEmpty();
            assertThat(response.header("nulls")).containsExactly("1");
            assertThat(response.headerNames()).isEmpty();
            assertThat(response.body()).isNull();
        }

        private static FailureReader reader(ResponseExtractor extractor) {
            return new FailureReader(() -> List.of(extractor));
        }
    }

    @Nested
    class Values {

        @ParameterizedTest
        @ValueSource(ints = {302, 404, 429, 503})
        void readValueWhenItIsAnEntityOfAFailureIsItsResponse(int status) {
            ResponseEntity<String> entity =
                    ResponseEntity.status(status).header("Retry-After", "5").body("{}");

            Failure failure = FailureReader.DEFAULT.readValue(entity);

            assertThat(failure).isNotNull();
            assertThat(failure.response()).isNotNull();
            assertThat(failure.response().status()).isEqualTo(status);
            assertThat(failure.response().header("retry-after")).containsExactly("5");
            assertThat(failure.response().body()).asString().isEqualTo("{}");
            assertThat(failure.conditions())
                    .containsExactly(new Condition.Status(status), new Condition.StatusClass(status / 100));
            assertThat(failure.exception())
                    .isInstanceOfSatisfying(
                            FailedValueException.class,
                            exception -> assertThat(exception.value()).isSameAs(entity));
        }

        @Test
        void readValueWhenItIsNoFailureIsNull() {
            assertThat(FailureReader.DEFAULT.readValue(ResponseEntity.ok("{}"))).isNull();
            assertThat(FailureReader.DEFAULT.readValue(
                            ResponseEntity.noContent().build()))
                    .isNull();
            assertThat(FailureReader.DEFAULT.readValue("429")).isNull();
        }

        @Test
        void readValueWhenItIsASuccessAsksNoExtractor() {
            FailureReader reader = new FailureReader(() -> List.of(failure -> {
                throw new AssertionError();
            }));

            assertThat(reader.readValue(ResponseEntity.ok("{}"))).isNull();
            assertThat(reader.readValue(ResponseEntity.status(429).build())).isNotNull();
        }

        @Test
        void readValueWhenItsBodyIsAStreamDoesNotReadIt() {
            Failure failure =
                    FailureReader.DEFAULT.readValue(ResponseEntity.status(429).body(InputStream.nullInputStream()));

            assertThat(failure).isNotNull();
            assertThat(failure.response()).isNotNull();
            assertThat(failure.response().body()).isNull();
        }
    }

    @Nested
    class Methods {

        private static final RestTemplate REST_TEMPLATE = new RestTemplate(new JdkClientHttpRequestFactory());

        private static final WebClient WEB_CLIENT = WebClient.create();

        /** HttpComponents would send a request again by itself that is answered with 503. */
        private static final RestClient REST_CLIENT = RestClient.builder()
                .requestFactory(new JdkClientHttpRequestFactory())
                .build();

        private static final List<String> STATUS_LINES = List.of(
                "HTTP/1.1 503 Scripted", "HTTP/1.1 503 on GET request for \"x\"", "HTTP/1.1 503 ", "HTTP/1.1 599 x");

        @ParameterizedTest
        @ValueSource(strings = {"POST", "PATCH", "GET", "DELETE"})
        void methodWhenAResponseFailedIsThatOfTheRequest(String method) {
            for (String statusLine : STATUS_LINES) {
                String answer = statusLine + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
                try (RawServer server = RawServer.start(RawServer.answer(answer))) {
                    for (Call call : calls()) {
                        Failure failure = failure(call, server.url("/"), method);
                        assertThat(failure.response()).as(statusLine).isNotNull();
                        assertThat(failure.method()).as(statusLine).isEqualTo(method);
                    }
                    // Does not tell it.
                    assertThat(failure(Methods::restClient, server.url("/"), method)
                                    .method())
                            .as(statusLine)
                            .isNull();
                }
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"POST", "GET"})
        void methodWhenTheConnectionFailedIsThatOfTheRequest(String method) {
            try (RawServer server = RawServer.start(RawServer.answerThenReset(""))) {
                for (Call call : Stream.concat(calls().stream(), Stream.<Call>of(Methods::restClient))
                        .toList()) {
                    Failure failure = failure(call, server.url("/"), method);
                    assertThat(failure.io()).isNotNull();
                    assertThat(failure.method()).isEqualTo(method);
                }
            }
        }

        @Test
        void methodWhenNothingTellsItIsNull() {
            assertThat(Failure.of(new java.net.SocketTimeoutException()).method())
                    .isNull();
            assertThat(Failure.of(new HttpClientErrorException(HttpStatus.CONFLICT))
                            .method())
                    .isNull();
        }

        private static List<Call> calls() {
            return List.of(
                    (url, method) -> REST_TEMPLATE.exchange(url, HttpMethod.valueOf(method), null, String.class),
                    (url, method) -> WEB_CLIENT
                            .method(HttpMethod.valueOf(method))
                            .uri(url)
                            .retrieve()
                            .toBodilessEntity()
                            .block(),
                    Methods::feign);
        }

        private static void restClient(String url, String method) {
            REST_CLIENT.method(HttpMethod.valueOf(method)).uri(url).retrieve().toBodilessEntity();
        }

        private static void feign(String url, String method) {
            FeignApi api = Feign.builder().retryer(Retryer.NEVER_RETRY).target(FeignApi.class, url);
            switch (method) {
                case "POST" -> api.post("x");
                case "GET" -> api.get();
                case "DELETE" -> api.delete();
                // HttpURLConnection knows no PATCH.
                default ->
                    throw new feign.FeignException.ServiceUnavailable(
                            "",
                            feign.Request.create(
                                    feign.Request.HttpMethod.valueOf(method),
                                    url,
                                    Map.of(),
                                    null,
                                    StandardCharsets.UTF_8,
                                    null),
                            null,
                            Map.of());
            }
        }

        private static Failure failure(Call call, String url, String method) {
            Throwable exception = catchThrowable(() -> call.run(url, method));
            assertThat(exception).isNotNull();
            return Failure.of(exception);
        }

        private interface Call {

            void run(String url, String method);
        }

        private interface FeignApi {

            @RequestLine("GET /")
            String get();

            @RequestLine("DELETE /")
            String delete();

            @RequestLine("POST /")
            String post(String body);
        }
    }

    /** An HTTP/2 stream that the server refuses, so that the request was surely not processed (RFC 9113 section 8.7). */
    @Test
    void ioWhenServerRefusesTheStreamIsUnprocessed() {
        String switching = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n";
        String settings = "\0\0\0\4\0\0\0\0\0";
        String refusal = "\0\0\4\3\0\0\0\0\1\0\0\0\7";
        Script refusing = exchange -> {
            exchange.readRequest();
            exchange.write(switching + settings + refusal);
            // The client of newer JDKs tries other streams first.
            exchange.refuseStreams();
        };
        try (RawServer server = RawServer.start(refusing)) {
            Throwable exception = catchThrowable(() -> HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(URI.create(server.url("/"))).build(), BodyHandlers.ofString()));

            assertThat(exception).isNotNull();
            Failure failure = Failure.of(exception);
            assertThat(failure.io()).as(exception::toString).isEqualTo(IoFailure.STREAM_REFUSED);
            assertThat(failure.conditions()).contains(Condition.Io.CONNECTION);
            assertThat(failure.mayBeProcessed()).isFalse();
        }
    }

    private static final class QuotaException extends RuntimeException {}

    private static class HostileResponse implements FailedResponse {

        @Override
        public int status() {
            return 429;
        }

        @Override
        @SuppressWarnings("NullAway") // what a careless user may return
        public List<String> header(String name) {
            return name.equals("nulls") ? Arrays.asList(null, "1") : null;
        }

        @Override
        public List<String> headerNames() {
            throw new IllegalStateException();
        }

        @Override
        public byte @Nullable [] body() {
            throw new StackOverflowError();
        }
    }
}
