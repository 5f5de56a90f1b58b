package dev.recourse.crash.sentry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.crash.Delivery;
import dev.recourse.crash.capture.ReportedThrowables;
import dev.recourse.crash.sentry.SentryServer.Answer;
import io.sentry.ScopesAdapter;
import io.sentry.Sentry;
import io.sentry.SentryOptions;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Authenticator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Through a proxy on loopback that asks for user and password, to a server of TLS too. */
class SentryProxyTests {

    private static final Duration LONG = Duration.ofSeconds(20);

    private static SSLContext tls;

    private SentryServer server = new SentryServer();

    private TestProxy proxy = TestProxy.basic("ada", "s3cret");

    @BeforeAll
    static void certificate(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("localhost.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "a",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1,dns:sentry.example",
                        "-validity",
                        "1000",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .start();
        keytool.getInputStream().transferTo(OutputStream.nullOutputStream());
        assertThat(keytool.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, "changeit".toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    }

    @AfterEach
    void close() throws Exception {
        Sentry.close();
        server.close();
        proxy.close();
        // set by the SDK, for the whole process
        Authenticator.setDefault(null);
    }

    private SentryResponse send(String dsn, String user, String password, Duration wait) throws Exception {
        Sentry.init(options -> {
            options.setDsn(dsn);
            options.setProxy(new SentryOptions.Proxy("127.0.0.1", Integer.toString(proxy.port()), user, password));
            options.setSslSocketFactory(tls.getSocketFactory());
            new SentryConfigurer().configure(options);
        });
        return new SentrySender(ScopesAdapter.getInstance(), new ReportedThrowables(), new SentryEventLedger(), wait)
                .answerTo(SentryReports.report());
    }

    private void secure() {
        server.close();
        server = new SentryServer(tls.getServerSocketFactory());
    }

    private void proxy(TestProxy other) throws Exception {
        proxy.close();
        proxy = other;
    }

    @Test
    void answerWhenProxyWantsUserAndPasswordIsDelivered() throws Exception {
        assertThat(send(server.dsn(), "ada", "s3cret", LONG).delivery()).isEqualTo(Delivery.DELIVERED);
        assertThat(proxy.requests()).containsExactly("POST 200");
        assertThat(server.events()).hasSize(1);
    }

    @Test
    void answerWhenPasswordIsWrongIsLaterAfterOneRequest() throws Exception {
        assertThat(send(server.dsn(), "ada", "wrong", LONG)).isEqualTo(SentryResponse.later("The proxy answered 407"));
        assertThat(proxy.requests()).containsExactly("POST 407");
    }

    @Test
    void answerWhenProxyWantsAnotherSchemeIsDelivered() throws Exception {
        proxy(TestProxy.digest("ada"));
        assertThat(send(server.dsn(), "ada", "s3cret", LONG).delivery()).isEqualTo(Delivery.DELIVERED);
        assertThat(server.events()).hasSize(1);
    }

    @Test
    void answerWhenServerIsSecureIsDeliveredThroughATunnel() throws Exception {
        secure();
        assertThat(send(server.dsn("localhost", "1"), "ada", "s3cret", LONG).delivery())
                .isEqualTo(Delivery.DELIVERED);
        assertThat(proxy.requests()).containsExactly("CONNECT 200");
        assertThat(server.events()).hasSize(1);
    }

    @Test
    void answerWhenOnlyTheProxyKnowsTheServersNameIsDelivered() throws Exception {
        secure();
        assertThat(send(server.dsn("sentry.example", "1"), "ada", "s3cret", LONG)
                        .delivery())
                .isEqualTo(Delivery.DELIVERED);
    }

    @Test
    void answerOfASecureServerIsReadAsAnyOther() throws Exception {
        secure();
        server.answers(Answer.status(400));
        assertThat(send(server.dsn("localhost", "1"), "ada", "s3cret", LONG))
                .isEqualTo(new SentryResponse(Delivery.REFUSED, "Sentry answered 400"));
    }

    @Test
    void answerWhenServerIsSecureAndPasswordIsWrongIsLaterAfterOneRequest() throws Exception {
        secure();
        assertThat(send(server.dsn("localhost", "1"), "ada", "wrong", LONG))
                .isEqualTo(SentryResponse.later("The proxy answered 407"));
        assertThat(proxy.requests()).containsExactly("CONNECT 407");
    }

    @Test
    void answerWhenServerIsSecureAndProxyWantsAnotherSchemeIsDelivered() throws Exception {
        secure();
        proxy(TestProxy.digest("ada"));
        assertThat(send(server.dsn("localhost", "1"), "ada", "s3cret", LONG).delivery())
                .isEqualTo(Delivery.DELIVERED);
        assertThat(server.events()).hasSize(1);
    }

    @Test
    void answerWhenProxyForbidsTheServerIsLater() throws Exception {
        secure();
        SentryResponse answer = send(server.dsn("forbidden.example", "1"), "ada", "s3cret", LONG);
        assertThat(answer.delivery()).isEqualTo(Delivery.LATER);
        assertThat(answer.words()).contains("answered CONNECT with 403");
    }

    @Test
    void answerWhenCertificateIsAnothersIsLater() throws Exception {
        secure();
        SentryResponse answer = send(server.dsn("other.example", "1"), "ada", "s3cret", LONG);
        assertThat(answer.delivery()).isEqualTo(Delivery.LATER);
        assertThat(answer.words()).contains("other.example");
        assertThat(server.events()).isEmpty();
    }

    @Test
    void answerWhenServerIsSecureAndDripsIsLaterAndFreesItsThread() throws Exception {
        secure();
        server.answers(Answer.dripping());
        assertThat(send(server.dsn("localhost", "1"), "ada", "s3cret", Duration.ofSeconds(1))
                        .words())
                .contains("did not answer");
        Awaitility.await()
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("recourse-sentry")));
    }
}
