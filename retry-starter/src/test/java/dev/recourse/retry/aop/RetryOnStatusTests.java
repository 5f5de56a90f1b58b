package dev.recourse.retry.aop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recourse.retry.RawServer;
import dev.recourse.retry.RetryOnStatus;
import dev.recourse.retry.autoconfigure.RetryAutoConfiguration;
import dev.recourse.retry.time.VirtualTime;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Duration;
import org.aspectj.lang.ProceedingJoinPoint;
import org.aspectj.lang.annotation.Around;
import org.aspectj.lang.annotation.Aspect;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.ProxyFactoryBean;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.annotation.AliasFor;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

class RetryOnStatusTests {

    private final VirtualTime time = new VirtualTime();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class, RetryAutoConfiguration.class))
            .withBean("time", VirtualTime.class, () -> time)
            .withPropertyValues(
                    "recourse.retry.jitter-factor=0",
                    "recourse.retry.delays[java.io.IOException]=1s",
                    "recourse.retry.clients.slow.delays[java.io.IOException]=1m",
                    "recourse.retry.clients.slow.max-retries=1");

    @Test
    void methodWhenAnnotatedIsRetried() {
        assertRetried(OnMethod.class, OnMethod::call, Duration.ofSeconds(1), Duration.ofSeconds(1));
    }

    @Test
    void methodWhenNotAnnotatedIsNotRetried() {
        runner.withBean(OnMethod.class).run(context -> {
            assertThatThrownBy(() -> context.getBean(OnMethod.class).other()).isInstanceOf(IOException.class);
            assertThat(time.pauses()).isEmpty();
        });
    }

    @Test
    void methodWhenClassIsAnnotatedIsRetried() {
        assertRetried(OnClass.class, OnClass::call, Duration.ofMinutes(1));
    }

    @Test
    void methodWhenSuperclassIsAnnotatedIsRetried() {
        assertRetried(Inheriting.class, Inheriting::call, Duration.ofMinutes(1));
        time.pauses().clear();
        assertRetried(Inheriting.class, Inheriting::own, Duration.ofMinutes(1));
    }

    @Test
    void methodWhenItsInterfaceIsAnnotatedIsRetriedThroughEitherKindOfProxy() {
        assertRetried(Implementation.class, Implementation::onInterface, Duration.ofMinutes(1));
        time.pauses().clear();
        runner.withPropertyValues("spring.aop.proxy-target-class=false")
                .withBean(Implementation.class)
                .run(context -> {
                    Calls bean = context.getBean(Calls.class);
                    assertThat(AopUtils.isJdkDynamicProxy(bean)).isTrue();
                    bean.onInterface();
                    assertThat(time.pauses()).containsExactly(Duration.ofMinutes(1));
                });
    }

    @Test
    void methodWhenItIsNotOneOfTheAnnotatedInterfaceIsNotRetried() {
        runner.withBean(Implementation.class).run(context -> {
            assertThatThrownBy(() -> context.getBean(Implementation.class).notOnInterface())
                    .isInstanceOf(IOException.class);
            assertThat(time.pauses()).isEmpty();
        });
    }

    @Test
    void methodWhenBothItAndItsClassAreAnnotatedFollowsItsOwn() {
        assertRetried(OnBoth.class, OnBoth::call, Duration.ofSeconds(1), Duration.ofSeconds(1));
    }

    @Test
    void annotationWhenItIsAMetaAnnotationHandsItsAttributesOn() {
        assertRetried(Meta.class, Meta::call, Duration.ofMinutes(1));
    }

    @Test
    void annotationWhenItOverridesTheClientDoesSoKeyByKey() {
        assertRetried(Overriding.class, Overriding::call, Duration.ofSeconds(5), Duration.ofSeconds(5));
    }

    @Test
    void annotationWhenItHasPlaceholdersResolvesThem() {
        runner.withPropertyValues("my.client=slow", "my.delay=3s", "my.retries=2")
                .withBean(Placeholders.class)
                .run(context -> {
                    context.getBean(Placeholders.class).call();
                    assertThat(time.pauses()).containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(3));
                });
    }

    @Test
    void beanWhenItIsAFinalClassWithAnInterfaceIsReachedThroughThat() {
        Calls last = new FinalCalls();
        runner.withBean(Calls.class, () -> last).run(context -> {
            context.getBean(Calls.class).onInterface();
            assertThat(time.pauses()).containsExactly(Duration.ofMinutes(1));
        });
    }

    @Test
    void beanWhenItIsALambdaIsReachedThroughItsInterface() {
        Failing failing = new Failing(1);
        runner.withBean(Calls.class, () -> failing::run).run(context -> {
            context.getBean(Calls.class).onInterface();
            assertThat(time.pauses()).containsExactly(Duration.ofMinutes(1));
        });
    }

    @Test
    void httpServiceWhenServerAsksForADelayIsCalledAgainAfterIt() {
        try (RawServer server = RawServer.start(
                RawServer.answer(RawServer.response(429, "{\"retry_interval\": 3}", "Content-Type: application/json")),
                RawServer.answer(RawServer.response(429, "", "Retry-After: 7")),
                RawServer.answer(RawServer.response(200, "events")))) {
            runner.withBean(Api.class, () -> api(server)).run(context -> {
                assertThat(context.getBean(Api.class).events()).isEqualTo("events");
                assertThat(time.pauses()).containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(7));
                assertThat(server.requests()).hasSize(3);
            });
        }
    }

    @Test
    void httpServiceWhenMethodIsInheritedFromAnInterfaceWithoutAnnotationIsRetried() {
        try (RawServer server = RawServer.start(
                RawServer.answer(RawServer.response(429, "", "Retry-After: 7")),
                RawServer.answer(RawServer.response(200, "ping")))) {
            runner.withBean(Api.class, () -> api(server)).run(context -> {
                assertThat(context.getBean(Api.class).ping()).isEqualTo("ping");
                assertThat(time.pauses()).containsExactly(Duration.ofSeconds(7));
            });
        }
    }

    @Test
    void httpServiceWhenRetriesAreUsedUpThrowsTheLastFailure() {
        try (RawServer server = RawServer.start(RawServer.answer(RawServer.response(429, "", "Retry-After: 7")))) {
            runner.withBean(Api.class, () -> api(server)).run(context -> {
                assertThatThrownBy(() -> context.getBean(Api.class).events())
                        .isInstanceOfSatisfying(
                                HttpClientErrorException.TooManyRequests.class,
                                last -> assertThat(last.getSuppressed()).hasSize(3));
                assertThat(server.requests()).hasSize(4);
            });
        }
    }

    @Test
    void adviceWhenItBindsArgumentsGetsThemOnEachAttempt() {
        runner.withBean(Greeter.class).withBean(Shouting.class).run(context -> {
            assertThat(context.getBean(Greeter.class).greet("world")).isEqualTo("hello WORLD!");
            assertThat(context.getBean(Shouting.class).calls).isEqualTo(3);
            assertThat(time.pauses()).hasSize(2);
        });
    }

    @Test
    void beanWhenItHasASecondDefinitionIsRetriedOnce() {
        runner.withUserConfiguration(SecondDefinition.class).run(context -> {
            Counting bean = context.getBean("second", Counting.class);
            assertThatThrownBy(bean::call).isInstanceOf(IOException.class);
            assertThat(bean.calls()).isEqualTo(4);
        });
    }

    @Test
    void methodWhenItsInterfaceIsAnnotatedAndGenericIsRetried() {
        runner.withBean(StringSource.class).run(context -> {
            StringSource bean = context.getBean(StringSource.class);
            bean.fail(1);
            assertThat(bean.get("value")).isEqualTo("value");
            assertThat(time.pauses()).containsExactly(Duration.ofMinutes(1));
        });
    }

    @Test
    void methodWhenItsInterfaceIsAnnotatedAndInheritsItGenericIsRetried() {
        runner.withBean(UserSource.class).run(context -> {
            UserSource bean = context.getBean(UserSource.class);
            bean.fail(1);
            assertThat(bean.get("value")).isEqualTo("value");
            assertThat(time.pauses()).containsExactly(Duration.ofMinutes(1));
        });
    }

    @Test
    void adviceWhenItChangesArgumentsFindsTheCallersOwnOnEachAttempt() {
        runner.withBean(Greeter.class).withBean(Exclaiming.class).run(context -> {
            assertThat(context.getBean(Greeter.class).greet("world")).isEqualTo("hello world!");
            assertThat(time.pauses()).hasSize(2);
        });
    }

    @Test
    void beanWhenAProxyOfTheUsersHasItForATargetIsRetriedOnce() {
        runner.withBean("target", Implementation.class)
                .withBean("proxy", ProxyFactoryBean.class, () -> {
                    ProxyFactoryBean proxy = new ProxyFactoryBean();
                    proxy.setTargetName("target");
                    proxy.setInterfaces(Calls.class);
                    return proxy;
                })
                .run(context -> {
                    context.getBean("target", Implementation.class).fail(99);
                    Calls bean = context.getBean("proxy", Calls.class);
                    assertThatThrownBy(bean::onInterface).isInstanceOf(IOException.class);
                    assertThat(time.pauses()).hasSize(1);
                });
    }

    @Test
    void methodWhenSuperclassHasAMetaAnnotationIsRetried() {
        assertRetried(MetaInheriting.class, MetaInheriting::call, Duration.ofSeconds(1));
    }

    private <T extends Failing> void assertRetried(Class<T> type, Call<T> call, Duration... pauses) {
        runner.withBean(type).run(context -> {
            T bean = context.getBean(type);
            bean.fail(pauses.length);
            call.accept(bean);
            assertThat(time.pauses()).containsExactly(pauses);
        });
    }

    private static Api api(RawServer server) {
        RestClient client = RestClient.builder()
                .baseUrl(server.url("/"))
                .requestFactory(new JdkClientHttpRequestFactory())
                .build();
        return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(client))
                .build()
                .createClient(Api.class);
    }

    interface Call<T> {
        void accept(T bean) throws IOException;
    }

    /** Fails as often as it is told to. */
    static class Failing {

        private final int[] failures = {0};

        Failing() {}

        Failing(int failures) {
            fail(failures);
        }

        void fail(int times) {
            failures[0] = times;
        }

        protected void run() throws IOException {
            if (failures[0]-- > 0) {
                throw new IOException("not yet");
            }
        }
    }

    static class OnMethod extends Failing {

        @RetryOnStatus
        void call() throws IOException {
            run();
        }

        public void other() throws IOException {
            throw new IOException();
        }
    }

    @RetryOnStatus("slow")
    static class OnClass extends Failing {

        public void call() throws IOException {
            run();
        }
    }

    static class Inheriting extends OnClass {

        public void own() throws IOException {
            run();
        }
    }

    @RetryOnStatus(client = "slow")
    interface Calls {

        void onInterface() throws IOException;
    }

    static class Implementation extends Failing implements Calls {

        Implementation() {
            super(1);
        }

        @Override
        public void onInterface() throws IOException {
            run();
        }

        public void notOnInterface() throws IOException {
            throw new IOException();
        }
    }

    static final class FinalCalls extends Failing implements Calls {

        FinalCalls() {
            super(1);
        }

        @Override
        public void onInterface() throws IOException {
            run();
        }
    }

    @RetryOnStatus("slow")
    static class OnBoth extends Failing {

        @RetryOnStatus
        public void call() throws IOException {
            run();
        }
    }

    @Retention(RetentionPolicy.RUNTIME)
    @RetryOnStatus
    @interface Slowly {

        @AliasFor(annotation = RetryOnStatus.class, attribute = "client")
        String api() default "";
    }

    static class Meta extends Failing {

        @Slowly(api = "slow")
        public void call() throws IOException {
            run();
        }
    }

    static class Overriding extends Failing {

        @RetryOnStatus(value = "slow", delays = "java.io.IOException: 5s", maxRetries = "2")
        public void call() throws IOException {
            run();
        }
    }

    static class Placeholders extends Failing {

        Placeholders() {
            super(2);
        }

        @RetryOnStatus(
                value = "${my.client}",
                delays = "java.io.IOException: ${my.delay}",
                maxRetries = "${my.retries}")
        public void call() throws IOException {
            run();
        }
    }

    interface Ping {

        @GetExchange("/ping")
        String ping();
    }

    @HttpExchange
    @RetryOnStatus(delays = "429: retry_interval, server")
    interface Api extends Ping {

        @GetExchange("/events")
        String events();
    }

    static class Greeter extends Failing {

        Greeter() {
            super(2);
        }

        @RetryOnStatus
        public String greet(String name) throws IOException {
            run();
            return "hello " + name;
        }
    }

    @Aspect
    static class Shouting {

        private int calls;

        @Around("execution(* *..Greeter.greet(..)) && args(name)")
        Object shout(ProceedingJoinPoint joinPoint, String name) throws Throwable {
            calls++;
            return joinPoint.proceed(new Object[] {name.toUpperCase(java.util.Locale.ROOT)}) + "!";
        }
    }

    static class Counting {

        private final int[] calls = {0};

        @RetryOnStatus
        public void call() throws IOException {
            if (++calls[0] > 100) {
                throw new AssertionError("called without end");
            }
            throw new IOException("not yet");
        }

        public int calls() {
            return calls[0];
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class SecondDefinition {

        @Bean
        Counting first() {
            return new Counting();
        }

        @Bean
        @Primary
        Counting second(@Qualifier("first") Counting first) {
            return first;
        }
    }

    @RetryOnStatus("slow")
    interface Source<T> {

        T get(T value) throws IOException;
    }

    static class StringSource extends Failing implements Source<String> {

        @Override
        public String get(String value) throws IOException {
            run();
            return value;
        }
    }

    interface Plain<T> {

        T get(T value) throws IOException;
    }

    @RetryOnStatus("slow")
    interface Users extends Plain<String> {}

    static class UserSource extends Failing implements Users {

        @Override
        public String get(String value) throws IOException {
            run();
            return value;
        }
    }

    @Aspect
    static class Exclaiming {

        @Around("execution(* *..Greeter.greet(..)) && args(name)")
        Object exclaim(ProceedingJoinPoint joinPoint, String name) throws Throwable {
            return joinPoint.proceed(new Object[] {name + "!"});
        }
    }

    @Slowly
    static class MetaOnClass extends Failing {

        public void call() throws IOException {
            run();
        }
    }

    static class MetaInheriting extends MetaOnClass {}
}
