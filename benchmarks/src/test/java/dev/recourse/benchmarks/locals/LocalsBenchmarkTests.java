package dev.recourse.benchmarks.locals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalsBenchmarkTests {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void methodsReturnWhatTheApplicationComputes(boolean thrown) throws Exception {
        LocalsBenchmark benchmark = new LocalsBenchmark();
        benchmark.thrown = thrown;
        benchmark.start();

        assertThat(benchmark.smallMethods()).isEqualTo(275_850);
        assertThat(benchmark.sum()).isEqualTo(1_225);
        assertThat(benchmark.product()).isEqualTo(52_272);
        assertThat(benchmark.sorted()).hasSize(100).isSorted();
        assertThat(benchmark.hash()).isNotZero();
        assertThat(benchmark.distance()).isEqualTo(27);
        assertThat(benchmark.letters()).isEqualTo(790);
        assertThat(benchmark.longest()).isEqualTo(11);
        assertThat(benchmark.tryFinally()).isEqualTo(50);
        assertThat(benchmark.synchronizedCode()).isPositive();
        assertThat(benchmark.json())
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(20);
        assertThat(benchmark.request())
                .isEqualTo("{\"customer\":\"ada\",\"country\":\"AT\",\"lines\":2,\"total\":13175}");
        assertThat(benchmark.exception()).isEqualTo("broken");
        benchmark.check();
    }

    @Test
    void startWhenTheSampleEndsBeforeFails(@TempDir Path directory) {
        assertThatIOException()
                .isThrownBy(() -> Startup.of(directory.resolve("none.jar"), List.of()))
                .withMessageContaining("none.jar");
    }
}
