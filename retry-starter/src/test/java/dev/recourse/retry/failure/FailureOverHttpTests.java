package dev.recourse.retry.failure;

import static dev.recourse.retry.RawServer.answer;
import static dev.recourse.retry.RawServer.answerThenReset;
import static dev.recourse.retry.RawServer.answerThenStall;
import static dev.recourse.retry.RawServer.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.recourse.retry.FailedResponse;
import dev.recourse.retry.FullBacklog;
import dev.recourse.retry.RawServer;
import dev.recourse.retry.RawServer.Script;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each client makes of a server's behaviour, over real sockets. */
@ParameterizedClass
@EnumSource
@Tag("slow")
class FailureOverHttpTests {

    private static final String PARTIAL_BODY =
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 10\r\n\r\nabc";

    private static final String PARTIAL_CHUNKS =
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n";

    @TempDir
    private static Path folder;

    private static KeyStore untrusted;

    private final TestClient client;

    FailureOverHttpTests(TestClient client) {
        this.client = client;
    }

    @BeforeAll
    static void createCertificate() throws Exception {
        untrusted = selfSigned(folder.resolve("server.p12"));
    }

    @ParameterizedTest
    @ValueSource(ints = {409, 429, 503, 599})
    void responseWhenStatusIsAnErrorHasStatusHeaderLinesAndBody(int status) {
        String text = response(
                status,
                "{\"retry_interval\": 3}",
                "Content-Type: application/json",
                "Retry-After: 5",
                "X-Line: one",
                "X-Line: two, three");

        Failure failure = failureOf(text);

        FailedResponse response = failure.response();
        assertThat(failure.io()).isNull();
        assertThat(response).isNotNull();
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.header("retry-after")).containsExactly("5");
        // Feign on HttpURLConnection hands the lines over in reverse.
        assertThat(response.header("X-LINE")).containsExactlyInAnyOrder("one", "two, three");
        assertThat(response.header("X-None")).isEmpty();
        assertThat(response.body()).asString().isEqualTo("{\"retry_interval\": 3}");
        assertThat(failure.conditions().stream().map(Condition::toString))
                .endsWith(Integer.toString(status), status / 100 + "xx");
    }

    @Test
    void responseWhenItHasNoBodyHasAnEmptyBody() {
        FailedResponse response = failureOf(response(503, "")).response();

        assertThat(response).isNotNull();
        assertThat(response.body()).isEmpty();
    }

    @Test
    void ioWhenBacklogIsFullIsConnectTimeout() throws IOException {
        try (FullBacklog server = new FullBacklog()) {
            assertIo(IoFailure.CONNECT_TIMEOUT, () -> client.getUnlessConnectingTakesLong(server.url("")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-", PARTIAL_BODY, PARTIAL_CHUNKS})
    void ioWhenAnswerStopsComingIsReadTimeout(String soFar) {
        try (RawServer server = RawServer.start(answerThenStall(soFar))) {
            assertIo(IoFailure.READ_TIMEOUT, () -> client.getUnlessReadingTakesLong(server.url("")));
        }
    }

    @Test
    void ioWhenNobodyListensIsConnectFailure() throws IOException {
        ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        free.close();

        assertIo(IoFailure.CONNECT_FAILURE, () -> client.get("http://127.0.0.1:" + free.getLocalPort()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", PARTIAL_BODY, PARTIAL_CHUNKS})
    void ioWhenConnectionIsResetIsConnectionLoss(String soFar) {
        try (RawServer server = RawServer.start(answerThenReset(soFar))) {
            assertIo(IoFailure.CONNECTION_LOSS, () -> client.get(server.url("")));
        }
    }

    @Test
    void ioWhenConnectionIsResetWithinTheRequestIsConnectionLoss() {
        Script readOneByteThenReset = exchange -> {
            exchange.readByte();
            exchange.reset();
        };
        try (RawServer server = RawServer.start(readOneByteThenReset)) {
            assertIo(IoFailure.CONNECTION_LOSS, () -> client.post(server.url(""), "x".repeat(10_000_000)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", PARTIAL_CHUNKS})
    void ioWhenConnectionEndsTooEarlyIsConnectionLoss(String soFar) {
        try (RawServer server = RawServer.start(answer(soFar))) {
            assertIo(IoFailure.CONNECTION_LOSS, () -> client.get(server.url("")));
        }
    }

    @Test
    void ioWhenHostIsUnknownIsConnectFailure() {
        assertIo(IoFailure.CONNECT_FAILURE, () -> client.get("http://nowhere.invalid"));
    }

    @Test
    void ioWhenServerSpeaksNoTlsIsConnectFailureWhereThatIsCertain() {
        Script plain = exchange -> {
            exchange.write(response(400, ""));
            exchange.stall();
        };
        try (RawServer server = RawServer.start(plain)) {
            // Netty says the same of what comes in the middle of a connection.
            boolean certain = !client.name().endsWith("REACTOR_NETTY");
            assertIo(certain ? IoFailure.CONNECT_FAILURE : IoFailure.CONNECTION_LOSS, () -> client.get(https(server)));
        }
    }

    @Test
    void ioWhenCertificateIsNotTrustedIsConnectFailure() throws Exception {
        try (RawServer server = RawServer.start(tlsSocket(), answer(response(200, "")))) {
            assertIo(IoFailure.CONNECT_FAILURE, () -> client.get(https(server)));
        }
    }

    private Failure failureOf(String response) {
        try (RawServer server = RawServer.start(answer(response))) {
            return Failure.of(catchThrowable(() -> client.get(server.url(""))));
        }
    }

    private static void assertIo(IoFailure kind, ThrowingCallable call) {
        Throwable exception = catchThrowable(call);
        assertThat(exception).isNotNull();
        Failure failure = Failure.of(exception);
        assertThat(failure.io()).as(() -> CauseChain.of(exception).toString()).isEqualTo(kind);
        assertThat(failure.exception()).isSameAs(exception);
        assertThat(failure.response()).isNull();
        assertThat(failure.mayBeProcessed()).isEqualTo(!kind.isUnprocessed());
    }

    private static String https(RawServer server) {
        return server.url("").replace("http:", "https:");
    }

    private static ServerSocket tlsSocket() throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(untrusted, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    private static KeyStore selfSigned(Path file) throws Exception {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "server",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=IP:127.0.0.1",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, "changeit".toCharArray());
        }
        return store;
    }
}
