package dev.recourse.retry.failure;

import static dev.recourse.retry.failure.IoFailure.CONNECTION_LOSS;
import static dev.recourse.retry.failure.IoFailure.CONNECT_FAILURE;
import static dev.recourse.retry.failure.IoFailure.CONNECT_TIMEOUT;
import static dev.recourse.retry.failure.IoFailure.READ_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.recourse.retry.FailedResponse;
import dev.recourse.retry.failure.Condition.ExceptionType;
import feign.Request;
import feign.codec.DecodeException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.lang.reflect.UndeclaredThrowableException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.codec.DecodingException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestClientResponseException;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;

class FailureTests {

    @Nested
    class Io {

        static Stream<Arguments> ioWhenExceptionIsThrownByUserCodeIsItsKind() {
            return Stream.of(
                    arguments(new SocketTimeoutException("connect timed out"), CONNECT_TIMEOUT),
                    arguments(new SocketTimeoutException("Connect timed out"), CONNECT_TIMEOUT),
                    arguments(new SocketTimeoutException("failed to connect to /10.0.0.1 (port 80)"), CONNECT_TIMEOUT),
                    arguments(new ConnectException("Connection timed out"), CONNECT_TIMEOUT),
                    arguments(new HttpConnectTimeoutException("HTTP connect timed out"), CONNECT_TIMEOUT),
                    arguments(new SocketTimeoutException("Read timed out"), READ_TIMEOUT),
                    arguments(new SocketTimeoutException(), READ_TIMEOUT),
                    arguments(new HttpTimeoutException("request timed out"), READ_TIMEOUT),
                    arguments(new TimeoutException(), READ_TIMEOUT),
                    arguments(new ConnectException("Connection refused"), CONNECT_FAILURE),
                    arguments(new NoRouteToHostException(), CONNECT_FAILURE),
                    arguments(new SocketException("Connection reset"), CONNECTION_LOSS),
                    arguments(new UnknownHostException("nowhere"), CONNECT_FAILURE),
                    arguments(new SSLHandshakeException("No trusted certificate"), CONNECT_FAILURE),
                    arguments(new SSLPeerUnverifiedException("Wrong host"), CONNECT_FAILURE),
                    arguments(new SSLException("Connection reset"), CONNECTION_LOSS),
                    arguments(new BindException("No local port is left"), CONNECT_FAILURE),
                    arguments(new UnresolvedAddressException(), CONNECT_FAILURE),
                    arguments(new SocketException("Connection timed out"), CONNECTION_LOSS),
                    arguments(new ClosedChannelException(), CONNECTION_LOSS),
                    arguments(new EOFException("EOF reached while reading"), CONNECTION_LOSS),
                    arguments(new IOException("Connection reset by peer"), CONNECTION_LOSS),
                    arguments(new IOException("Broken pipe"), CONNECTION_LOSS),
                    arguments(new IOException("HTTP/1.1 header parser received no bytes"), CONNECTION_LOSS),
                    arguments(new IOException("chunked transfer encoding, state: READING_LENGTH"), CONNECTION_LOSS),
                    arguments(new IOException("fixed content-length: 10, bytes received: 3"), CONNECTION_LOSS),
                    arguments(new IOException("Premature EOF"), CONNECTION_LOSS),
                    arguments(new IOException("/127.0.0.1:8080: GOAWAY received"), CONNECTION_LOSS));
        }

        @ParameterizedTest
        @MethodSource
        void ioWhenExceptionIsThrownByUserCodeIsItsKind(Exception exception, IoFailure kind) {
            assertThat(Failure.of(exception).io()).isEqualTo(kind);
        }

        static Stream<Exception> ioWhenExceptionTellsOfNoConnectionIsNull() {
            return Stream.of(
                    new IOException("No space left on device"),
                    new IOException("closed"),
                    new IOException("Stream closed"),
                    new FileNotFoundException("report.pdf"),
                    new NoSuchFileException("report.pdf"),
                    new InterruptedIOException(),
                    new ClosedByInterruptException(),
                    new InterruptedException("Connection reset"),
                    new IllegalStateException("Connection reset"));
        }

        @ParameterizedTest
        @MethodSource
        void ioWhenExceptionTellsOfNoConnectionIsNull(Exception exception) {
            assertThat(Failure.of(exception).io()).isNull();
            assertThat(Failure.of(new ResourceAccessException("I/O error", new IOException(exception)))
                            .io())
                    .isNull();
        }

        static Stream<Exception> ioWhenExceptionIsWrappedIsThatOfTheCause() {
            IOException cause = new SocketTimeoutException("Read timed out");
            return Stream.of(
                    new ResourceAccessException("I/O error", cause),
                    new CompletionException(cause),
                    new ExecutionException(cause),
                    new UndeclaredThrowableException(cause),
                    new UncheckedIOException(cause),
                    Exceptions.propagate(cause),
                    new IllegalStateException(new ExecutionException(cause)));
        }

        @ParameterizedTest
        @MethodSource
        void ioWhenExceptionIsWrappedIsThatOfTheCause(Exception exception) {
            assertThat(Failure.of(exception).io()).isEqualTo(READ_TIMEOUT);
            assertThat(Failure.of(exception).exception()).isSameAs(exception);
        }

        @Test
        void ioWhenMonoIsBlockedForTooLongIsReadTimeout() {
            try {
                Mono.never().block(Duration.ofMillis(1));
            } catch (IllegalStateException ex) {
                assertThat(Failure.of(ex).io()).isEqualTo(READ_TIMEOUT);
                return;
            }
            throw new AssertionError("Must time out");
        }
    }

    @Nested
    class Responses {

        @Test
        void responseWhenHeadersAndBodyAreMissingIsEmpty() {
            FailedResponse response = Failure.of(new RestClientResponseException("", 429, "", null, null, null))
                    .response();

            assertThat(response).isNotNull();
            assertThat(response.status()).isEqualTo(429);
            assertThat(response.header("Retry-After")).isEmpty();
            assertThat(response.body()).isEmpty();
        }

        @Test
        void responseWhenHeaderHasANullLineLeavesItOut() {
            HttpHeaders headers = new HttpHeaders();
            headers.add("Retry-After", null);
            headers.add("retry-after", "5");
            FailedResponse response = Failure.of(new RestClientResponseException("", 429, "", headers, null, null))
                    .response();

            assertThat(response).isNotNull();
            assertThat(response.header("Retry-After")).containsExactly("5");
        }

        @Test
        void responseWhenItCausedATimeoutWins() {
            Exception inner = new SocketTimeoutException();
            Exception outer = new HttpServerErrorException(HttpStatus.SERVICE_UNAVAILABLE);
            outer.initCause(inner);

            Failure failure = Failure.of(new IllegalStateException(outer));

            assertThat(failure.response()).isNotNull();
            assertThat(failure.io()).isNull();
        }

        @Test
        void responseWhenItsBodyTellsOfAConnectionIsNotTakenForALostOne() {
            Exception response =
                    new RestClientResponseException("503: upstream connection reset", 503, "", null, null, null);

            assertThat(Failure.of(new IOException(response)).response()).isNotNull();
        }

        @Test
        void responseWhenATimeoutIsFurtherOutIsNull() {
            Exception outer = new TimeoutException();
            outer.initCause(new HttpServerErrorException(HttpStatus.SERVICE_UNAVAILABLE));

            Failure failure = Failure.of(outer);

            assertThat(failure.response()).isNull();
            assertThat(failure.io()).isEqualTo(READ_TIMEOUT);
        }

        @Test
        void responseWhenSuccessfulButUnreadableIsKept() {
            FailedResponse response = Failure.of(new RestClientResponseException("", 200, "", null, null, null))
                    .response();

            assertThat(response).isNotNull();
            assertThat(response.status()).isEqualTo(200);
        }
    }

    @Nested
    class Conditions {

        @Test
        void conditionsWhenStatusIsReceivedAreTypesThenStatusThenClass() {
            Exception exception = new QuotaException(new HttpServerErrorException(HttpStatus.SERVICE_UNAVAILABLE));

            assertThat(Failure.of(exception).conditions().stream().map(Condition::toString))
                    .containsExactly(
                            QuotaException.class.getName(),
                            "java.lang.RuntimeException",
                            "java.lang.Exception",
                            "java.lang.Throwable",
                            "org.springframework.web.client.HttpServerErrorException",
                            "org.springframework.web.client.HttpStatusCodeException",
                            "org.springframework.web.client.RestClientResponseException",
                            "org.springframework.web.client.RestClientException",
                            "org.springframework.core.NestedRuntimeException",
                            "503",
                            "5xx");
        }

        @Test
        void conditionsWhenIoFailedEndWithTheKindFromTheMostSpecific() {
            assertThat(texts(new ConnectException("Connection timed out")))
                    .endsWith("java.lang.Throwable", "connect-timeout", "timeout", "connection");
            assertThat(texts(new SocketTimeoutException()))
                    .endsWith("java.lang.Throwable", "read-timeout", "timeout", "connection");
            assertThat(texts(new SocketException())).endsWith("java.lang.Throwable", "connection");
        }

        @ParameterizedTest
        @ValueSource(ints = {100, 600, 999})
        void conditionsWhenStatusIsStrangeAreStillTold(int status) {
            assertThat(texts(new RestClientResponseException("", status, "", null, null, null)))
                    .contains(Integer.toString(status));
        }

        private static Stream<String> texts(Exception exception) {
            return Failure.of(exception).conditions().stream().map(Condition::toString);
        }
    }

    @Nested
    class Processed {

        @ParameterizedTest
        @ValueSource(ints = {400, 404, 408, 409, 425, 429, 499})
        void mayBeProcessedWhenRequestIsRejectedIsFalse(int status) {
            assertThat(mayBeProcessed(response(status))).isFalse();
        }

        @ParameterizedTest
        @ValueSource(ints = {200, 302, 500, 502, 503, 504, 599, 600})
        void mayBeProcessedWhenResponseSaysNothingElseIsTrue(int status) {
            assertThat(mayBeProcessed(response(status))).isTrue();
        }

        static Stream<Exception> mayBeProcessedWhenNothingCanHaveBeenSentIsFalse() {
            return Stream.of(
                    new ConnectException("Connection refused"),
                    new ConnectException("Connection timed out"),
                    new HttpConnectTimeoutException("HTTP connect timed out"),
                    new UnknownHostException("nowhere"),
                    new SSLHandshakeException("No trusted certificate"));
        }

        @ParameterizedTest
        @MethodSource
        void mayBeProcessedWhenNothingCanHaveBeenSentIsFalse(IOException exception) {
            assertThat(mayBeProcessed(exception)).isFalse();
            assertThat(mayBeProcessed(new ResourceAccessException("I/O error", exception)))
                    .isFalse();
            assertThat(mayBeProcessed(new QuotaException(exception))).isFalse();
        }

        static Stream<Exception> mayBeProcessedWhenRequestWasSentIsTrueWhateverWrapsIt() {
            return Stream.of(
                    new SocketTimeoutException("Read timed out"),
                    new TimeoutException(),
                    new SocketException("Connection reset"),
                    new SSLException("Connection reset"),
                    new EOFException());
        }

        @ParameterizedTest
        @MethodSource
        void mayBeProcessedWhenRequestWasSentIsTrueWhateverWrapsIt(Exception exception) {
            assertThat(mayBeProcessed(exception)).isTrue();
            assertThat(mayBeProcessed(new QuotaException(new ExecutionException(exception))))
                    .isTrue();
        }

        static Stream<Exception> mayBeProcessedWhenClientDoesNotTellHowFarItCameIsTrue() {
            return Stream.of(
                    new IOException("stream was reset: INTERNAL_ERROR"),
                    new InterruptedIOException("timeout"),
                    new ClosedByInterruptException(),
                    new RestClientException("Error while extracting response", new IllegalStateException()),
                    new WebClientRequestException(
                            new IllegalStateException(), HttpMethod.POST, URI.create("/"), HttpHeaders.EMPTY),
                    new DecodingException("Unexpected character"),
                    new DecodeException(200, "Unexpected character", feignRequest()));
        }

        @ParameterizedTest
        @MethodSource
        void mayBeProcessedWhenClientDoesNotTellHowFarItCameIsTrue(Exception exception) {
            assertThat(mayBeProcessed(exception)).isTrue();
            assertThat(mayBeProcessed(new QuotaException(exception))).isTrue();
        }

        @Test
        void mayBeProcessedWhenNothingTellsOfARequestIsFalse() {
            assertThat(mayBeProcessed(new IllegalStateException())).isFalse();
            assertThat(mayBeProcessed(new QuotaException(new IllegalArgumentException())))
                    .isFalse();
        }

        private static boolean mayBeProcessed(Exception exception) {
            return Failure.of(exception).mayBeProcessed();
        }

        private static Exception response(int status) {
            return new QuotaException(new RestClientResponseException("", status, "", null, null, null));
        }

        private static Request feignRequest() {
            return Request.create(
                    Request.HttpMethod.POST, "http://localhost", Map.of(), null, StandardCharsets.UTF_8, null);
        }
    }

    @Nested
    class HostileExceptions {

        @Test
        void failureWhenMethodsThrowKeepsTheException() {
            Throwable exception = new ThrowingException();

            Failure failure = Failure.of(new IllegalStateException("", exception));

            assertThat(failure.io()).isNull();
            assertThat(failure.response()).isNull();
            assertThat(failure.conditions()).contains(new ExceptionType(ThrowingException.class));
        }

        @Test
        void failureWhenStatusCannotBeReadGoesOnToTheCause() {
            assertThat(Failure.of(new ThrowingResponseException()).io()).isEqualTo(CONNECT_FAILURE);
        }

        @Test
        void failureWhenCausesAreCircularEnds() {
            Exception outer = new Exception();
            Exception inner = new Exception(outer);
            outer.initCause(inner);

            assertThat(Failure.of(outer).conditions())
                    .containsExactly(new ExceptionType(Exception.class), new ExceptionType(Throwable.class));
        }

        @Test
        void failureWhenCausesAreManyReadsTheOutermost() {
            Throwable chain = new SocketTimeoutException();
            for (int causes = 0; causes < 10_000; causes++) {
                chain = new Exception("", chain);
            }

            assertThat(Failure.of(chain).io()).isNull();
            assertThat(Failure.of(chain).conditions()).hasSize(2);
        }

        @Test
        void failureWhenCausesNeverEndEnds() {
            assertThat(Failure.of(new EndlessException()).conditions())
                    .contains(new ExceptionType(EndlessException.class));
        }
    }

    private static final class QuotaException extends RuntimeException {

        QuotaException(Throwable cause) {
            super(cause);
        }
    }

    private static final class ThrowingException extends IOException {

        @Override
        public String getMessage() {
            throw new IllegalStateException();
        }

        @Override
        public synchronized Throwable getCause() {
            throw new StackOverflowError();
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            throw new IllegalStateException();
        }

        @Override
        public boolean equals(Object other) {
            throw new IllegalStateException();
        }

        @Override
        public int hashCode() {
            throw new IllegalStateException();
        }
    }

    private static final class ThrowingResponseException extends RestClientResponseException {

        ThrowingResponseException() {
            super("", 503, "", null, null, null);
            initCause(new ConnectException());
        }

        @Override
        public byte[] getResponseBodyAsByteArray() {
            throw new IllegalStateException();
        }
    }

    private static final class EndlessException extends Exception {

        @Override
        public synchronized Throwable getCause() {
            return new EndlessException();
        }
    }
}
