package dev.recourse.retry.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.retry.autoconfigure.TestSettings;
import dev.recourse.retry.settings.Settings.Origin;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                            | 409, 429, 503, timeout",
                "429                         | 409, 429, 503, timeout",
                "4xx                         | 4xx, 503, timeout",
                "5xx                         | 409, 429, 5xx, timeout",
                "connection                  | 409, 429, 503, connection",
                "read-timeout                | 409, 429, 503, read-timeout, timeout",
                "read-timeout;connect-timeout| 409, 429, 503, connect-timeout, read-timeout",
                "java.lang.Exception         | java.lang.Exception",
                "java.io.IOException         | 409, 429, 503, java.io.IOException, timeout"
            })
    void effectiveDelaysAreThoseConfiguredAndWhatTheyLeaveOfTheBuiltInOnes(String configured, String effective) {
        SettingsBuilder settings = settings();
        for (String condition : configured == null ? new String[0] : configured.split(";")) {
            settings.delay(condition, "1s");
        }
        assertThat(settings.build().effectiveDelays().keySet())
                .extracting(Object::toString)
                .containsExactlyInAnyOrder(effective.split(", "));
    }

    @Test
    void originIsTheLastLevelThatSetTheKey() {
        Settings global = TestSettings.over(TestSettings.DEFAULTS, Origin.GLOBAL)
                .maxRetries(3)
                .maxWait(Duration.ofMinutes(1))
                .delay("429", "1s")
                .build();
        Settings client = TestSettings.over(global, Origin.CLIENT)
                .maxRetries(3)
                .delay("4xx", "2s")
                .build();
        assertThat(List.of("max-retries", "max-wait", "timeout", "delays.429", "delays.4xx", "delays.503"))
                .extracting(client::origin)
                .containsExactly(
                        Origin.CLIENT, Origin.GLOBAL, Origin.DEFAULT, Origin.GLOBAL, Origin.CLIENT, Origin.DEFAULT);
    }

    private static SettingsBuilder settings() {
        return TestSettings.builder();
    }
}
