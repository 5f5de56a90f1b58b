package dev.recourse.retry.aop;

import static dev.recourse.retry.RawServer.answer;
import static dev.recourse.retry.RawServer.answerThenReset;
import static dev.recourse.retry.RawServer.answerThenStall;
import static dev.recourse.retry.RawServer.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.recourse.retry.RawServer;
import dev.recourse.retry.RawServer.Script;
import dev.recourse.retry.RetryLaterException;
import dev.recourse.retry.RetryOnStatus;
import dev.recourse.retry.autoconfigure.RetryAutoConfiguration;
import dev.recourse.retry.time.VirtualTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

/** What is sent again when the server may have processed it. */
@ExtendWith(OutputCaptureExtension.class)
class IdempotentTests {

    private static final Script SUCCESS = answer(response(200, "done"));

    private static final Script NO_ANSWER = answerThenStall("");

    private final VirtualTime time = new VirtualTime();

    private ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class, RetryAutoConfiguration.class))
            .withBean("time", VirtualTime.class, () -> time)
            .withPropertyValues(
                    "recourse.retry.jitter-factor=0",
                    "recourse.retry.delays.5xx=1s",
                    "recourse.retry.delays.503=server, 1s",
                    "recourse.retry.delays.connection=1s",
                    "recourse.retry.clients.once.idempotent=false",
                    "recourse.retry.clients.again.idempotent=true");

    @Test
    void postWhenNoAnswerComesInTimeIsSentOnce(CapturedOutput output) {
        assertSentOnce(Api::post, NO_ANSWER, ResourceAccessException.class);
        assertThat(output)
                .containsPattern(
                        "WARN .* Api.post \\(client default\\) failed with a read timeout \\(ResourceAccessException\\), attempt 1 of 4, the last:"
                                + " the server may have processed it, and it is not idempotent");
    }

    @Test
    void getWhenNoAnswerComesInTimeIsSentAgain() {
        assertSentAgain(Api::get, NO_ANSWER);
    }

    @Test
    void postWhenConnectionIsLostAfterwardsIsSentOnce() {
        assertSentOnce(Api::post, answerThenReset(""), ResourceAccessException.class);
        assertSentOnce(Api::post, answer(""), ResourceAccessException.class);
        assertSentOnce(Api::post, answer("HTTP/1.1 200 OK\r\nContent-Le"), ResourceAccessException.class);
    }

    @Test
    void getWhenConnectionIsLostAfterwardsIsSentAgain() {
        assertSentAgain(Api::get, answerThenReset(""));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void postWhenServerFailsIsSentOnce(int status) {
        assertSentOnce(Api::post, answer(response(status, "")), HttpServerErrorException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void getWhenServerFailsIsSentAgain(int status) {
        assertSentAgain(Api::get, answer(response(status, "")));
    }

    @Test
    void postWhenServerFailsAndSaysWhenToComeBackIsSentAgainOnlyIfItIsUnavailable() {
        assertSentAgain(Api::post, answer(response(503, "", "Retry-After: 1")));
        runner = runner.withPropertyValues("recourse.retry.delays.5xx=server, 1s");
        assertSentOnce(Api::post, answer(response(500, "", "Retry-After: 1")), HttpServerErrorException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {409, 429})
    void postWhenItIsRejectedIsSentAgain(int status) {
        assertSentAgain(Api::post, answer(response(status, "", "Retry-After: 1")));
    }

    @Test
    void postWhenNobodyListensIsTriedAgain() throws IOException {
        ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        free.close();
        run("http://127.0.0.1:" + free.getLocalPort(), api -> {
            assertThatThrownBy(api::post).isInstanceOf(ResourceAccessException.class);
            assertThat(time.pauses()).hasSize(3);
        });
    }

    @Test
    void postWhenARuleNamesTheExceptionIsStillSentOnce() {
        runner = runner.withPropertyValues("recourse.retry.delays[java.lang.Exception]=1s");
        assertSentOnce(Api::post, NO_ANSWER, ResourceAccessException.class);
        assertSentOnce(Api::post, answer(response(500, "")), HttpServerErrorException.class);
        assertSentAgain(Api::get, NO_ANSWER);
    }

    @Test
    void postWhenItWouldBeHandedOffIsNot() {
        runner = runner.withPropertyValues("recourse.retry.hand-off=always");
        assertSentOnce(Api::post, NO_ANSWER, ResourceAccessException.class);
        assertSentOnce(Api::post, answer(response(503, "", "Retry-After: 1")), RetryLaterException.class);
    }

    @Test
    void settingWhenGivenWinsOverWhatTheMethodSends() {
        assertSentAgain(Api::postIdempotent, NO_ANSWER);
        assertSentOnce(Api::getOnce, NO_ANSWER, ResourceAccessException.class);
        assertSentAgain(Api::postOfClientAgain, NO_ANSWER);
        assertSentOnce(Api::getOfClientOnce, NO_ANSWER, ResourceAccessException.class);
    }

    @Test
    void autoWhenOnTheMethodReplacesWhatTheClientSays() {
        assertSentAgain(Api::getAuto, NO_ANSWER);
        assertSentOnce(Api::postAuto, NO_ANSWER, ResourceAccessException.class);
    }

    private void assertSentOnce(Function<Api, String> method, Script failure, Class<? extends Exception> expected) {
        try (RawServer server = RawServer.start(failure, SUCCESS)) {
            run(server.url("/"), api -> {
                assertThatThrownBy(() -> method.apply(api)).isInstanceOf(expected);
                assertRequests(server, 1);
                assertThat(time.pauses()).isEmpty();
            });
        }
    }

    private void assertSentAgain(Function<Api, String> method, Script failure) {
        try (RawServer server = RawServer.start(failure, SUCCESS)) {
            run(server.url("/"), api -> {
                time.pauses().clear();
                assertThat(method.apply(api)).isEqualTo("done");
                assertRequests(server, 2);
                assertThat(time.pauses()).hasSize(1);
                time.pauses().clear();
            });
        }
    }

    /** A server that is slow to read may do so only after the client has given up. */
    private static void assertRequests(RawServer server, int number) {
        await().untilAsserted(() -> assertThat(server.requests()).hasSize(number));
    }

    private void run(String url, Consumer<Api> test) {
        runner.withBean(Api.class, () -> api(url)).run(context -> test.accept(context.getBean(Api.class)));
    }

    private static Api api(String url) {
        // The JDK client would send a GET whose connection is reset again by itself.
        ClientHttpRequestFactoryBuilder<?> clients = ClientHttpRequestFactoryBuilder.httpComponents()
                .withHttpClientCustomizer(HttpClientBuilder::disableAutomaticRetries);
        RestClient client = RestClient.builder()
                .baseUrl(url)
                .requestFactory(clients.build(
                        HttpClientSettings.defaults().withTimeouts(Duration.ofSeconds(10), Duration.ofMillis(300))))
                .build();
        return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(client))
                .build()
                .createClient(Api.class);
    }

    @HttpExchange
    @RetryOnStatus
    interface Api {

        @PostExchange
        String post();

        @GetExchange
        String get();

        @RetryOnStatus(idempotent = "true")
        @PostExchange
        String postIdempotent();

        @RetryOnStatus(idempotent = "false")
        @GetExchange
        String getOnce();

        @RetryOnStatus("again")
        @PostExchange
        String postOfClientAgain();

        @RetryOnStatus("once")
        @GetExchange
        String getOfClientOnce();

        @RetryOnStatus(value = "once", idempotent = "auto")
        @GetExchange
        String getAuto();

        @RetryOnStatus(value = "again", idempotent = "auto")
        @PostExchange
        String postAuto();
    }
}
