package dev.recourse.retry.aop;

import static dev.recourse.retry.RawServer.answer;
import static dev.recourse.retry.RawServer.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.recourse.retry.RawServer;
import dev.recourse.retry.RetryOnStatus;
import dev.recourse.retry.autoconfigure.RetryAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** An annotated HTTP service interface that has more than requests. */
@Timeout(60)
public class MixedInterfaceTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class, RetryAutoConfiguration.class))
            .withPropertyValues("recourse.retry.min-delay=10ms", "recourse.retry.delays.429=10ms");

    @Test
    void requestsWhenADefaultMethodMakesThemDoNotMultiply() {
        try (RawServer server = RawServer.start(answer(response(429, "")))) {
            runner.withBean(Api.class, () -> api(server)).run(context -> {
                assertThat(catchThrowable(() -> context.getBean(Api.class).twice()))
                        .isInstanceOf(HttpClientErrorException.TooManyRequests.class);
                assertThat(server.requests()).hasSize(4);
            });
        }
    }

    @Test
    void blockingMethodWhenItWouldHoldAThreadOfReactorSaysWhatToChange() {
        try (RawServer server = RawServer.start(answer(response(429, "")))) {
            runner.withBean(Api.class, () -> api(server)).run(context -> {
                Mono<String> call =
                        Mono.fromCallable(context.getBean(Api.class)::one).subscribeOn(Schedulers.parallel());
                IllegalStateException refusal = catchThrowableOfType(IllegalStateException.class, call::block);
                assertThat(refusal)
                        .hasMessageContaining("parallel-")
                        .hasMessageContaining("return a Mono or Flux")
                        .hasMessageContaining("Schedulers.boundedElastic()")
                        .hasCauseInstanceOf(HttpClientErrorException.TooManyRequests.class);
                assertThat(server.requests()).hasSize(1);
            });
        }
    }

    private static Api api(RawServer server) {
        RestClient client = RestClient.builder()
                .requestFactory(new JdkClientHttpRequestFactory())
                .baseUrl(server.url(""))
                .build();
        return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(client))
                .build()
                .createClient(Api.class);
    }

    @RetryOnStatus
    public interface Api {

        @GetExchange("/one")
        String one();

        default String twice() {
            return one() + one();
        }
    }
}
