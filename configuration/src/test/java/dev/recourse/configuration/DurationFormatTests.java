package dev.recourse.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationFormatTests {

    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S",
        "2s, PT2S",
        "1m30s, PT1M30S",
        "1m 30s, PT1M30S",
        "1.5h, PT1H30M",
        "30d, PT720H",
        "2S, PT2S",
        "PT1M30S, PT1M30S",
        "p1dt2h, PT26H",
        "0, PT0S",
        "7, PT7S"
    })
    void everyFormIsRead(String text, Duration duration) {
        assertThat(DurationFormat.parse(text, ChronoUnit.SECONDS)).isEqualTo(duration);
    }

    @Test
    void bareNumberHasTheUnitOfItsKey() {
        assertThat(DurationFormat.parse("30", ChronoUnit.DAYS)).isEqualTo(Duration.ofDays(30));
        assertThat(DurationFormat.parse("250", ChronoUnit.MILLIS)).isEqualTo(Duration.ofMillis(250));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "soon",
                "-5ms",
                "PT-5S",
                "1m30",
                "1x",
                "s",
                "1..5s",
                "1s1",
                "９s",
                "999999999d",
                "99999999999999999999s"
            })
    void whatIsNoDurationIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> DurationFormat.parse(text, ChronoUnit.SECONDS));
    }
}
