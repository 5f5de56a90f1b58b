package dev.recourse.samples.relay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@Tag("child")
@ExtendWith(OutputCaptureExtension.class)
class RelayApplicationTests {

    @ParameterizedTest
    @ValueSource(strings = {"--db=postgresql", "--db=h2"})
    void relayWhenANodeIsKilledEndsWithAllOrders(String database, CapturedOutput output) throws Exception {
        assertThat(RelayApplication.run(database)).isZero();
        assertThat(output)
                .contains("is killed (kill -9)")
                .contains("12 of 12 orders have arrived")
                .contains("again, with the same key");
    }

    @Test
    void relayWithACooldownInRedisKeepsBothNodesSilent(CapturedOutput output) throws Exception {
        assertThat(RelayApplication.run("--db=h2", "--cooldown=redis")).isZero();
        assertThat(output)
                .contains("429  Retry-After: ")
                .contains("12 of 12 orders have arrived")
                .contains(" 0 calls in the silence after them");
    }
}
