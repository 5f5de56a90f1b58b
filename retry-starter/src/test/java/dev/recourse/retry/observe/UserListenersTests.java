package dev.recourse.retry.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recourse.retry.RetryStrategies;
import dev.recourse.retry.RetryStrategy;
import dev.recourse.retry.autoconfigure.RetryAutoConfiguration;
import dev.recourse.retry.time.VirtualTime;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryListener;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryState;
import org.springframework.core.retry.Retryable;
import org.springframework.retry.RetryCallback;
import org.springframework.retry.RetryContext;
import org.springframework.retry.support.RetrySynchronizationManager;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The user's listeners of spring-retry and of Spring Framework, in all three kinds of call. */
@ExtendWith(OutputCaptureExtension.class)
class UserListenersTests {

    private final List<String> told = new ArrayList<>();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(RetryAutoConfiguration.class))
            .withBean(VirtualTime.class)
            .withPropertyValues("recourse.retry.delays[java.io.IOException]=1ms", "recourse.retry.min-delay=0s");

    private int failures;

    @ParameterizedTest
    @EnumSource
    void listenersWhenACallSucceedsInTheEndAreToldOfEachStep(Kind kind) {
        run(context -> {
            failures = 2;
            assertThat(kind.call(context, this::attempt)).isEqualTo("done");
        });
        assertThat(told)
                .containsExactly(
                        "open",
                        "error 1",
                        "core attempt 0 retries, failed",
                        "core before retry 1",
                        "error 2",
                        "core attempt 1 retries, failed",
                        "core retry failed",
                        "core before retry 2",
                        "success 2 done",
                        "close null",
                        "core attempt 2 retries, successful",
                        "core retry succeeded done");
    }

    @ParameterizedTest
    @EnumSource
    void listenersWhenRetriesAreUsedUpAreToldSo(Kind kind) {
        run(context -> {
            failures = 9;
            assertThatThrownBy(() -> kind.call(context, this::attempt)).isInstanceOf(IOException.class);
        });
        assertThat(told)
                .endsWith(
                        "error 4",
                        "core attempt 3 retries, failed",
                        "core retry failed",
                        "close true",
                        "core exhausted IOException");
    }

    @ParameterizedTest
    @EnumSource
    void listenersWhenOneForbidsAnyMoreAttemptsEndTheCall(Kind kind, CapturedOutput output) {
        runner.withBean("forbidding", org.springframework.retry.RetryListener.class, Forbidding::new)
                .withBean("ofSpring", RetryListener.class, Core::new)
                .run(context -> {
                    RetryStrategy strategy =
                            context.getBean(RetryStrategies.class).build(rules -> {});
                    failures = 9;
                    assertThatThrownBy(() -> kind.call(strategy, this::attempt)).isInstanceOf(IOException.class);
                });
        assertThat(failures).isEqualTo(7);
        assertThat(output).contains("attempt 2 of 4, the last: a listener refused it");
    }

    @ParameterizedTest
    @EnumSource
    void listenersWhenTheyThrowAtEachEventDoNotBreakTheCall(Kind kind) {
        runner.withBean(
                        "throwing",
                        org.springframework.retry.RetryListener.class,
                        () -> throwing(org.springframework.retry.RetryListener.class))
                .withBean("throwingCore", RetryListener.class, () -> throwing(RetryListener.class))
                .run(context -> {
                    RetryStrategy strategy =
                            context.getBean(RetryStrategies.class).build(rules -> {});
                    failures = 2;
                    assertThat(kind.call(strategy, this::attempt)).isEqualTo("done");
                    failures = 9;
                    assertThatThrownBy(() -> kind.call(strategy, this::attempt)).isInstanceOf(IOException.class);
                });
    }

    private static <T> T throwing(Class<T> listener) {
        return listener.cast(Proxy.newProxyInstance(
                listener.getClassLoader(), new Class<?>[] {listener}, (proxy, method, arguments) -> {
                    if (method.getDeclaringClass() == Object.class) {
                        return method.invoke("a listener", arguments);
                    }
                    throw new AssertionError(method.getName());
                }));
    }

    @ParameterizedTest
    @EnumSource
    void listenersWhenTheirBeansCannotBeCreatedAreDoneWithout(Kind kind, CapturedOutput output) {
        runner.withBean(
                        "broken",
                        org.springframework.retry.RetryListener.class,
                        UserListenersTests::broken,
                        bean -> bean.setLazyInit(true))
                .withBean(
                        "brokenCore",
                        RetryListener.class,
                        UserListenersTests::brokenCore,
                        bean -> bean.setLazyInit(true))
                .run(context -> {
                    RetryStrategy strategy =
                            context.getBean(RetryStrategies.class).build(rules -> {});
                    failures = 1;
                    assertThat(kind.call(strategy, this::attempt)).isEqualTo("done");
                });
        assertThat(output).contains("A RetryListener cannot be created. The call goes on without it.");
    }

    @Test
    void contextWhenABlockingCallIsRetriedIsThatOfTheListenersAndOfTheAttempt() {
        List<Object> seen = new ArrayList<>();
        run(context -> {
            failures = 2;
            Kind.BLOCKING.call(context, () -> {
                RetryContext current = RetrySynchronizationManager.getContext();
                seen.add(current == null ? "none" : current.getAttribute("opened") + " " + current.getRetryCount());
                return attempt();
            });
            assertThat(RetrySynchronizationManager.getContext()).isNull();
        });
        assertThat(seen).containsExactly("none", "true 1", "true 2");
    }

    private static SpringRetry broken() {
        throw new IllegalStateException("no such listener");
    }

    private static Core brokenCore() {
        throw new IllegalStateException("no such listener");
    }

    private interface Body {

        void test(RetryStrategy strategy) throws Exception;
    }

    private void run(Body test) {
        runner.withBean("ofSpringRetry", org.springframework.retry.RetryListener.class, SpringRetry::new)
                .withBean("ofSpring", RetryListener.class, Core::new)
                .run(context -> test.test(context.getBean(RetryStrategies.class).build(rules -> {})));
    }

    private String attempt() throws IOException {
        if (failures-- > 0) {
            throw new IOException();
        }
        return "done";
    }

    enum Kind {
        BLOCKING {
            @Override
            String call(RetryStrategy strategy, Callable<String> attempt) throws Exception {
                return strategy.call(attempt);
            }
        },
        FUTURE {
            @Override
            String call(RetryStrategy strategy, Callable<String> attempt) throws Exception {
                try {
                    return strategy.future(() -> {
                                try {
                                    return CompletableFuture.completedFuture(attempt.call());
                                } catch (Exception ex) {
                                    return CompletableFuture.failedFuture(ex);
                                }
                            })
                            .get();
                } catch (ExecutionException ex) {
                    throw (Exception) ex.getCause();
                }
            }
        },
        MONO {
            @Override
            String call(RetryStrategy strategy, Callable<String> attempt) throws Exception {
                Supplier<Mono<String>> mono = () -> Mono.fromCallable(attempt);
                try {
                    return strategy.mono(mono).toFuture().get();
                } catch (ExecutionException ex) {
                    throw (Exception) ex.getCause();
                }
            }
        },
        FLUX {
            @Override
            String call(RetryStrategy strategy, Callable<String> attempt) throws Exception {
                Supplier<Flux<String>> flux = () -> Flux.from(Mono.fromCallable(attempt));
                try {
                    return strategy.flux(flux).next().toFuture().get();
                } catch (ExecutionException ex) {
                    throw (Exception) ex.getCause();
                }
            }
        };

        abstract String call(RetryStrategy strategy, Callable<String> attempt) throws Exception;
    }

    private final class SpringRetry implements org.springframework.retry.RetryListener {

        @Override
        public <T, E extends Throwable> boolean open(RetryContext context, RetryCallback<T, E> callback) {
            context.setAttribute("opened", true);
            assertThat(context.getAttribute(RetryContext.MAX_ATTEMPTS)).isEqualTo(4);
            told.add("open");
            return true;
        }

        @Override
        public <T, E extends Throwable> void onError(
                RetryContext context, RetryCallback<T, E> callback, Throwable failure) {
            told.add("error " + context.getRetryCount());
        }

        @Override
        public <T, E extends Throwable> void onSuccess(
                RetryContext context, RetryCallback<T, E> callback, @Nullable T result) {
            told.add("success " + context.getRetryCount() + " " + result);
        }

        @Override
        public <T, E extends Throwable> void close(
                RetryContext context, RetryCallback<T, E> callback, @Nullable Throwable failure) {
            told.add("close " + context.getAttribute(RetryContext.EXHAUSTED));
        }
    }

    private static final class Forbidding implements org.springframework.retry.RetryListener {

        @Override
        public <T, E extends Throwable> void onError(
                RetryContext context, RetryCallback<T, E> callback, Throwable failure) {
            if (context.getRetryCount() == 2) {
                context.setExhaustedOnly();
            }
        }
    }

    private final class Core implements RetryListener {

        @Override
        public void onRetryableExecution(RetryPolicy policy, Retryable<?> retryable, RetryState state) {
            told.add("core attempt " + state.getRetryCount() + " retries, "
                    + (state.isSuccessful() ? "successful" : "failed"));
        }

        @Override
        public void beforeRetry(RetryPolicy policy, Retryable<?> retryable, RetryState state) {
            assertThat(policy.shouldRetry(new IOException())).isTrue();
            assertThat(policy.getTimeout()).isEqualTo(Duration.ofMinutes(10));
            assertThat(retryable.getName()).contains("client strategy-1");
            told.add("core before retry " + state.getExceptions().size());
        }

        @Override
        public void onRetrySuccess(RetryPolicy policy, Retryable<?> retryable, @Nullable Object result) {
            told.add("core retry succeeded " + result);
        }

        @Override
        public void onRetryFailure(RetryPolicy policy, Retryable<?> retryable, Throwable failure) {
            told.add("core retry failed");
        }

        @Override
        public void onRetryPolicyExhaustion(RetryPolicy policy, Retryable<?> retryable, RetryException exception) {
            told.add("core exhausted " + exception.getCause().getClass().getSimpleName());
        }
    }
}
