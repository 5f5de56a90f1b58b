package dev.recourse.retry.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import dev.recourse.retry.FailedResponse;
import dev.recourse.retry.RawServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.http.SdkHttpResponse;

/** Exceptions of which nothing but the names of their methods is known. */
@SuppressWarnings({
    "EffectivelyPrivate",
    "InlineMeSuggester",
    "InputStreamSlowMultibyteRead",
    "UnusedMethod",
    "UnusedVariable"
}) // called by name
class AccessorResponsesTests {

    private static final String JSON = "{\"message\": \"slow down\"}";

    @Test
    void responseOfAGeneratedClientOnTheJdksHasStatusHeadersAndBody() throws Exception {
        try (RawServer server = RawServer.start(
                RawServer.answer(RawServer.response(429, JSON, "Retry-After: 5", "X-A: 1", "X-A: 2")))) {
            java.net.http.HttpResponse<String> received = HttpClient.newHttpClient()
                    .send(
                            java.net.http.HttpRequest.newBuilder(URI.create(server.url("/")))
                                    .build(),
                            BodyHandlers.ofString());

            FailedResponse response =
                    response(new GeneratedException(received.statusCode(), received.headers(), received.body()));

            assertThat(response.status()).isEqualTo(429);
            assertThat(response.header("RETRY-AFTER")).containsExactly("5");
            assertThat(response.header("x-a")).containsExactly("1", "2");
            assertThat(response.headerNames()).contains("retry-after");
            assertThat(response.body()).asString().isEqualTo(JSON);
        }
    }

    @Test
    void responseOfTheAwsSdkHasStatusHeadersAndBody() {
        AwsServiceException exception = AwsServiceException.builder()
                .statusCode(400)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode("ThrottlingException")
                        .rawResponse(SdkBytes.fromUtf8String(JSON))
                        .sdkHttpResponse(SdkHttpResponse.builder()
                                .statusCode(400)
                                .putHeader("x-amzn-ErrorType", "ThrottlingException")
                                .build())
                        .build())
                .build();

        FailedResponse response = response(new CompletionException(exception));

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.header("X-Amzn-Errortype")).containsExactly("ThrottlingException");
        assertThat(response.body()).asString().isEqualTo(JSON);
    }

    @Test
    void responseOfTheAwsSdkWithoutDetailsHasItsStatus() {
        FailedResponse response =
                response(SdkServiceException.builder().statusCode(503).build());

        assertThat(response.status()).isEqualTo(503);
        assertThat(response.headerNames()).isEmpty();
        assertThat(response.body()).isNull();
    }

    @Test
    void responseOfTheAzureSdkHasStatusHeadersAndMethod() {
        FailedResponse response = response(new HttpResponseException(new AzureResponse()));

        assertThat(response.status()).isEqualTo(429);
        assertThat(response.header("x-ms-retry-after-ms")).containsExactly("1500");
        assertThat(response.method()).isEqualTo("PATCH");
        assertThat(response.body()).isNull();
    }

    @Test
    void responseOfOkHttpHasStatusHeadersAndMethodAndIsNotConsumed() throws Exception {
        try (RawServer server = RawServer.start(RawServer.answer(RawServer.response(429, JSON, "Retry-After: 5")));
                Response received = new OkHttpClient()
                        .newCall(new Request.Builder()
                                .url(server.url("/"))
                                .delete()
                                .build())
                        .execute()) {
            FailedResponse response = response(new RetrofitException(received));

            assertThat(response.status()).isEqualTo(429);
            assertThat(response.header("retry-after")).containsExactly("5");
            assertThat(response.method()).isEqualTo("DELETE");
            assertThat(received.body().string()).isEqualTo(JSON);
        }
    }

    static final List<Exception> WITH_STATUS = List.of(
            new Exception() {
                public int getStatusCode() {
                    return 503;
                }
            },
            new Exception() {
                public Integer statusCode() {
                    return 503;
                }
            },
            new Exception() {
                public long getRawStatusCode() {
                    return 503;
                }
            },
            new Exception() {
                public int getStatus() {
                    return 503;
                }
            },
            new Exception() {
                public HttpStatusCode getStatusCode() {
                    return HttpStatusCode.valueOf(503);
                }
            },
            new Exception() {
                public String getStatusCode() {
                    return "none";
                }

                public HttpStatus getStatus() {
                    return HttpStatus.SERVICE_UNAVAILABLE;
                }
            },
            new Exception() {
                public int getCode() {
                    return 503;
                }

                public Map<String, String> getHeaders() {
                    return Map.of();
                }
            },
            new Exception() {
                public int code() {
                    return 503;
                }

                public Header[] responseHeaders() {
                    return new Header[0];
                }
            },
            new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE));

    @ParameterizedTest
    @FieldSource("WITH_STATUS")
    void responseWhenExceptionHasAStatusOfItsOwnHasIt(Exception exception) {
        assertThat(response(exception).status()).isEqualTo(503);
        assertThat(Failure.of(exception).conditions())
                .contains(new Condition.Status(503), new Condition.StatusClass(5));
        assertThat(Failure.of(exception).unreadStatus()).isNull();
    }

    static final List<Exception> WITHOUT_STATUS = List.of(
            new Exception(),
            new Exception() {
                public int getCode() {
                    return 503;
                }
            },
            new Exception() {
                public int code() {
                    return 503;
                }
            },
            new Exception() {
                public int getStatusCode() {
                    return 0;
                }
            },
            new Exception() {
                public int getStatus() {
                    return 1503;
                }
            },
            new Exception() {
                public int getStatusCode(int index) {
                    return 503;
                }

                public double getStatus() {
                    return 503.5;
                }

                public boolean statusCode() {
                    return true;
                }
            },
            new Exception() {
                public int getStatusCode() {
                    throw new IllegalStateException();
                }

                public @Nullable Object getResponse() {
                    throw new StackOverflowError();
                }
            },
            new Exception() {
                int getStatusCode() {
                    return 503;
                }
            });

    @ParameterizedTest
    @FieldSource("WITHOUT_STATUS")
    void responseWhenExceptionHasNoStatusIsNull(Exception exception) {
        assertThat(Failure.of(exception).response()).isNull();
    }

    static Stream<Arguments> responseWhenHeadersHaveAnyFormHasTheirLines() {
        return Stream.of(
                        Map.of("retry-after", "5"),
                        Map.of("Retry-After", List.of("5")),
                        Map.of("Retry-After", new ArrayList<>(Arrays.asList(null, "5"))),
                        new Header[] {new Header("Retry-After", "5")},
                        List.of(new Header("retry-After", "5")),
                        okhttp3.Headers.of("Retry-After", "5"),
                        java.net.http.HttpHeaders.of(Map.of("Retry-After", List.of("5")), (name, value) -> true),
                        springHeaders(),
                        new HttpHeaders().set(HttpHeaderName.RETRY_AFTER, "5"))
                .map(headers -> Arguments.of(headers));
    }

    @ParameterizedTest
    @MethodSource
    void responseWhenHeadersHaveAnyFormHasTheirLines(Object headers) {
        Exception exception = new Exception() {
            public int getStatusCode() {
                return 429;
            }

            public Object getHeaders() {
                return headers;
            }
        };

        assertThat(response(exception).header("retry-after")).containsExactly("5");
    }

    static Stream<Object> responseWhenBodyHasAnyFormHasItsBytes() {
        byte[] bytes = JSON.getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                bytes,
                JSON,
                java.nio.CharBuffer.wrap(JSON),
                ByteBuffer.wrap(bytes),
                Optional.of(JSON),
                SdkBytes.fromUtf8String(JSON));
    }

    @ParameterizedTest
    @MethodSource
    void responseWhenBodyHasAnyFormHasItsBytes(Object body) {
        assertThat(response(new BodyException(body)).body()).asString().isEqualTo(JSON);
        assertThat(response(new BodyException(body)).body()).asString().isEqualTo(JSON);
    }

    @Test
    void responseWhenBodyIsAStreamDoesNotReadIt() {
        InputStream stream = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("This is the caller's");
            }
        };

        assertThat(response(new BodyException(stream)).body()).isNull();
    }

    @Test
    void responseWhenHeadersAreEndlessIsBounded() {
        Iterable<Header> endless = () -> Stream.iterate(0, i -> i + 1)
                .limit(100_000)
                .map(i -> new Header("h" + i, "1"))
                .iterator();
        Exception exception = new Exception() {
            public int getStatusCode() {
                return 429;
            }

            public Iterable<Header> getHeaders() {
                return endless;
            }
        };

        assertThat(response(exception).headerNames()).hasSizeLessThanOrEqualTo(1000);
    }

    @Test
    void responseWhenTheCauseIsOneOfAKnownClientIsTheOuterOne() {
        Exception outer =
                new ResponseStatusException(HttpStatus.BAD_GATEWAY, "", new GeneratedException(429, null, null));

        assertThat(response(outer).status()).isEqualTo(502);
    }

    static Stream<Exception> unreadStatusWhenSomethingLooksLikeOneNamesIt() {
        return Stream.of(new CodeException(429), new CodeException("429"), new CodeException(new Code(429)));
    }

    @ParameterizedTest
    @MethodSource
    void unreadStatusWhenSomethingLooksLikeOneNamesIt(Exception exception) {
        assertThat(Failure.of(new IllegalStateException(exception)).unreadStatus())
                .isEqualTo(CodeException.class.getName() + ".getCode() = 429");
    }

    @Test
    void unreadStatusWhenNothingLooksLikeOneIsNull() {
        assertThat(Failure.of(new CodeException(200)).unreadStatus()).isNull();
        assertThat(Failure.of(new CodeException("E429")).unreadStatus()).isNull();
        assertThat(Failure.of(new Exception()).unreadStatus()).isNull();
    }

    @Test
    void ioWhenOkHttpsCallTakesTooLongIsATimeout() {
        OkHttpClient client = new OkHttpClient.Builder()
                .callTimeout(java.time.Duration.ofMillis(100))
                .build();
        try (RawServer server = RawServer.start(RawServer.answerThenStall(""))) {
            Throwable exception = catchThrowable(() -> client.newCall(
                            new Request.Builder().url(server.url("/")).build())
                    .execute());

            assertThat(Failure.of(exception).conditions()).contains(Condition.Io.TIMEOUT);
            assertThat(Failure.of(exception).mayBeProcessed()).isTrue();
        }
    }

    private static org.springframework.http.HttpHeaders springHeaders() {
        org.springframework.http.HttpHeaders headers = new org.springframework.http.HttpHeaders();
        headers.add("Retry-After", "5");
        return headers;
    }

    private static FailedResponse response(Exception exception) {
        FailedResponse response =
                Failure.of(new IllegalStateException(exception)).response();
        assertThat(response).isNotNull();
        return response;
    }

    /** A header as the Apache clients have it. */
    public record Header(String name, String value) {

        public String getName() {
            return name;
        }

        public String getValue() {
            return value;
        }
    }

    /** As the OpenAPI generator writes it for the JDK's client. */
    public static class GeneratedException extends Exception {

        private final int code;

        private final transient java.net.http.@Nullable HttpHeaders responseHeaders;

        private final @Nullable String responseBody;

        public GeneratedException(
                int code, java.net.http.@Nullable HttpHeaders responseHeaders, @Nullable String responseBody) {
            super("call failed with: " + code);
            this.code = code;
            this.responseHeaders = responseHeaders;
            this.responseBody = responseBody;
        }

        public int getCode() {
            return code;
        }

        public java.net.http.@Nullable HttpHeaders getResponseHeaders() {
            return responseHeaders;
        }

        public @Nullable String getResponseBody() {
            return responseBody;
        }
    }

    /** An exception that keeps the response of OkHttp. */
    public static class RetrofitException extends RuntimeException {

        private final transient Response response;

        RetrofitException(Response response) {
            this.response = response;
        }

        public int code() {
            return response.code();
        }

        public Response response() {
            return response;
        }
    }

    public static class BodyException extends Exception {

        private final transient Object body;

        BodyException(Object body) {
            this.body = body;
        }

        public int getStatusCode() {
            return 429;
        }

        public Object getResponseBody() {
            return body;
        }
    }

    public static class CodeException extends Exception {

        private final transient Object code;

        CodeException(Object code) {
            this.code = code;
        }

        public Object getCode() {
            return code;
        }
    }

    public record Code(int value) {}

    private static final class AzureResponse extends HttpResponse {

        AzureResponse() {
            super(new HttpRequest(HttpMethod.PATCH, "http://localhost"));
        }

        @Override
        public int getStatusCode() {
            return 429;
        }

        @Override
        @Deprecated
        public String getHeaderValue(String name) {
            return getHeaders().getValue(HttpHeaderName.fromString(name));
        }

        @Override
        public HttpHeaders getHeaders() {
            return new HttpHeaders().set(HttpHeaderName.fromString("x-ms-retry-after-ms"), "1500");
        }

        @Override
        public Flux<ByteBuffer> getBody() {
            return Flux.error(new IllegalStateException("This is the caller's"));
        }

        @Override
        public Mono<byte[]> getBodyAsByteArray() {
            return Mono.error(new IllegalStateException("This is the caller's"));
        }

        @Override
        public Mono<String> getBodyAsString() {
            return Mono.error(new IllegalStateException("This is the caller's"));
        }

        @Override
        public Mono<String> getBodyAsString(Charset charset) {
            return getBodyAsString();
        }
    }
}
