package dev.recourse.retry.aop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recourse.retry.RetryOnStatus;
import dev.recourse.retry.autoconfigure.RetryAutoConfiguration;
import dev.recourse.retry.time.VirtualTime;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;

/** The first call that fails at all does so when the application has just closed. */
class ClosingContextTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(RetryAutoConfiguration.class))
            .withBean(VirtualTime.class)
            .withBean(Client.class)
            .withPropertyValues("recourse.retry.delays[java.io.IOException]=1s");

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void blockingCallWhenTheContextClosesMeanwhileIsNotRetried(boolean lazy) {
        runner.withInitializer(context -> {
                    if (lazy) {
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor());
                    }
                })
                .run(context -> {
                    Client client = context.getBean(Client.class);
                    int[] calls = {0};
                    assertThatThrownBy(() -> client.get(() -> close(context, calls)))
                            .isInstanceOf(IOException.class);
                    assertThat(calls).containsExactly(1);
                });
    }

    @Test
    void futureWhenTheContextClosesMeanwhileIsNotRetried() {
        runner.run(context -> {
            Client client = context.getBean(Client.class);
            assertThat(client.begin(() -> close(context, new int[1]))).isCompletedExceptionally();
        });
    }

    private static void close(AssertableApplicationContext context, int[] calls) {
        calls[0]++;
        context.getSourceApplicationContext(ConfigurableApplicationContext.class)
                .close();
    }

    static class Client {

        @RetryOnStatus
        String get(Runnable request) throws IOException {
            request.run();
            throw new IOException();
        }

        @RetryOnStatus
        CompletableFuture<String> begin(Runnable request) {
            request.run();
            return CompletableFuture.failedFuture(new IOException());
        }
    }
}
