package dev.recourse.benchmarks.durable;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StoringBenchmarkTests {

    @ParameterizedTest
    @EnumSource
    void benchmarkStoresARow(Way way) throws IOException {
        StoringBenchmark benchmark = new StoringBenchmark();
        benchmark.database = Database.H2;
        benchmark.contender = way;
        benchmark.start();
        try {
            benchmark.store();
            assertThat(benchmark.rows()).isOne();
            benchmark.clear();
            assertThat(benchmark.rows()).isZero();
        } finally {
            benchmark.stop();
        }
    }

    @ParameterizedTest
    @EnumSource
    void benchmarkOfSuccessReturns(DurableContender contender) throws IOException {
        DurableBenchmark benchmark = new DurableBenchmark();
        benchmark.contender = contender;
        benchmark.start();
        try {
            benchmark.call();
        } finally {
            benchmark.stop();
        }
    }
}
