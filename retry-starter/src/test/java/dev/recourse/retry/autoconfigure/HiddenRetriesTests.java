package dev.recourse.retry.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recourse.retry.RawServer;
import feign.Retryer;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.RestClient;

/** Retries by the HTTP clients themselves. */
@ExtendWith(OutputCaptureExtension.class)
class HiddenRetriesTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    HttpClientAutoConfiguration.class,
                    ImperativeHttpClientAutoConfiguration.class,
                    RestClientAutoConfiguration.class,
                    RetryAutoConfiguration.class))
            .withPropertyValues("spring.http.clients.imperative.factory=http-components");

    @Test
    void httpComponentsWhenBuiltByBootCallsOnce() {
        assertThat(calls(runner)).isEqualTo(1);
    }

    @Test
    void httpComponentsWhenItsRetriesAreLeftOnCallsTwice() {
        assertThat(calls(runner.withPropertyValues("recourse.retry.disable-client-retries=false")))
                .isEqualTo(2);
    }

    @Test
    void startWhenUserHasAnHttpComponentsClientWarns(CapturedOutput output) {
        runner.withBean("mine", HttpClient.class, HttpClients::createDefault)
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(output).contains("Bean 'mine' is an HttpComponents client").contains("disableAutomaticRetries()");
    }

    @Test
    void startWhenHttpComponentsIsAbsentDoesNotNeedIt() {
        runner.withPropertyValues("spring.http.clients.imperative.factory=jdk")
                .withClassLoader(new FilteredClassLoader("org.apache.hc"))
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void startWhenFeignRetriesWarns(CapturedOutput output) {
        runner.withBean("again", Retryer.class, Retryer.Default::new)
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(output).contains("Bean 'again' is a Retryer").contains("Retryer.NEVER_RETRY");
    }

    @Test
    void startWhenFeignDoesNotRetryIsQuiet(CapturedOutput output) {
        runner.withBean(Retryer.class, () -> Retryer.NEVER_RETRY)
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(output).doesNotContain("is a Retryer");
    }

    private static int calls(ApplicationContextRunner runner) {
        try (RawServer server = RawServer.start(RawServer.answer(RawServer.response(503, "", "Retry-After: 0")))) {
            runner.run(context -> {
                RestClient client = context.getBean(RestClient.Builder.class).build();
                assertThatThrownBy(() ->
                                client.get().uri(server.url("/")).retrieve().toBodilessEntity())
                        .isInstanceOf(HttpServerErrorException.ServiceUnavailable.class);
            });
            return server.requests().size();
        }
    }
}
