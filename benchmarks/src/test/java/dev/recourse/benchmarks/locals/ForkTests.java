package dev.recourse.benchmarks.locals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recourse.benchmarks.Cost;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

class ForkTests {

    @BeforeAll
    static void mayRunBesideOtherBenchmarks() {
        System.setProperty("jmh.ignoreLock", "true");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void forkMeasuresWhatItIsTold(boolean woven) throws RunnerException {
        Cost cost = Cost.of(
                new Runner(brief(Fork.options(Workload.JSON_THROWN, woven)).build()).runSingle());

        assertThat(cost.cpuTime()).isPositive();
        assertThat(cost.bytes()).isPositive();
    }

    @Test
    void forkWhenItIsNotWovenAsItShouldBeFails() {
        ChainedOptionsBuilder options =
                brief(Fork.options(Workload.JSON, false)).jvmArgsAppend("-D" + Fork.WOVEN + "=true");

        assertThatExceptionOfType(RunnerException.class).isThrownBy(() -> new Runner(options.build()).runSingle());
    }

    private static ChainedOptionsBuilder brief(ChainedOptionsBuilder options) {
        return options.warmupIterations(0).measurementIterations(1).measurementTime(TimeValue.milliseconds(50));
    }
}
