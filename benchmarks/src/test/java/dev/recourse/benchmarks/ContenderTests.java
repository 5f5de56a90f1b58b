package dev.recourse.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.springframework.aop.support.AopUtils;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.client.HttpClientErrorException;

class ContenderTests {

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"PLAIN", "NO_OP", "NO_OP_SERVICE"})
    void callWhenRefusedOnceIsRetried(Contender contender) {
        try (ConfigurableApplicationContext context = contender.start(ApiClient.class)) {
            assertThat(context.getBean(Api.class).call(new Quota(1))).isEqualTo(Quota.GRANTED);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PLAIN", "NO_OP", "NO_OP_SERVICE"})
    void callWhenRefusedOnceByBaselineFails(Contender contender) {
        try (ConfigurableApplicationContext context = contender.start(ApiClient.class)) {
            Api api = context.getBean(Api.class);
            assertThatExceptionOfType(HttpClientErrorException.class).isThrownBy(() -> api.call(new Quota(1)));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NO_OP", "RECOURSE", "RECOURSE_METERS", "SPRING_RETRY", "SPRING", "RESILIENCE4J"})
    void startWhenClassIsProxied(Contender contender) {
        try (ConfigurableApplicationContext context = contender.start(ApiClient.class)) {
            assertThat(context.getBean(Api.class)).matches(AopUtils::isCglibProxy);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NO_OP_SERVICE", "RECOURSE_SERVICE"})
    void startWhenInterfaceIsProxied(Contender contender) {
        try (ConfigurableApplicationContext context = contender.start(ApiClient.class)) {
            assertThat(context.getBean(Api.class)).matches(AopUtils::isJdkDynamicProxy);
        }
    }

    @ParameterizedTest
    @EnumSource
    void benchmarkCallsApi(Contender contender) {
        HappyPathBenchmark benchmark = new HappyPathBenchmark();
        benchmark.contender = contender;
        benchmark.start();
        try {
            assertThat(benchmark.call()).isEqualTo(Quota.GRANTED);
        } finally {
            benchmark.stop();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RECOURSE", "SPRING_RETRY", "SPRING", "RESILIENCE4J"})
    void benchmarkOfFailuresIsRetriedAtOnce(Contender contender) {
        FailingPathBenchmark benchmark = new FailingPathBenchmark();
        benchmark.contender = contender;
        benchmark.start();
        try {
            for (int i = 0; i < 1_000; i++) {
                assertThat(benchmark.call()).isEqualTo(Quota.GRANTED);
            }
        } finally {
            benchmark.stop();
        }
    }
}
