package dev.recourse.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.client.HttpClientErrorException;
import reactor.core.publisher.Mono;

class MonoContenderTests {

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"PLAIN", "NO_OP"})
    void callWhenRefusedOnceIsRetried(MonoContender contender) {
        try (ConfigurableApplicationContext context = contender.start()) {
            Mono<String> call = contender.calls(context).apply(new Quota(1));
            assertThat(call.block()).isEqualTo(Quota.GRANTED);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PLAIN", "NO_OP"})
    void callWhenRefusedOnceByBaselineFails(MonoContender contender) {
        try (ConfigurableApplicationContext context = contender.start()) {
            Mono<String> call = contender.calls(context).apply(new Quota(1));
            assertThatExceptionOfType(HttpClientErrorException.class).isThrownBy(call::block);
        }
    }

    @ParameterizedTest
    @EnumSource
    void benchmarkCallsApi(MonoContender contender) {
        MonoBenchmark benchmark = new MonoBenchmark();
        benchmark.contender = contender;
        benchmark.start();
        try {
            assertThat(benchmark.call()).isEqualTo(Quota.GRANTED);
        } finally {
            benchmark.stop();
        }
    }
}
