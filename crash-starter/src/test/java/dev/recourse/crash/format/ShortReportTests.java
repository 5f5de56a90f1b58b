package dev.recourse.crash.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.crash.CrashReport.Application;
import dev.recourse.crash.CrashReport.SentryInfo;
import dev.recourse.crash.CrashReport.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShortReportTests {

    private static final Instant TIME = Instant.parse("2026-11-22T15:42:00.123Z");

    private static final Application APPLICATION = new Application(
                    "work\u00fc", "1.2", null, List.of(), 0, null, Duration.ZERO)
            .withSentry(
                    "work@1.2",
                    "field",
                    new SentryInfo("d", "server", "sentry.example.com/42", Map.of("plant", "a=b")));

    @Test
    void parseWhenWrittenIsTheSame() {
        ShortReport report =
                new ShortReport(Source.ASYNC, TIME, "main", APPLICATION, "a.B: release: 7\n\tat a.B.c(B.java:1)");
        assertThat(ShortReport.parse(report.text())).isEqualTo(report);
        ShortReport unnamed = new ShortReport(Source.ASYNC, TIME, "main", null, "a.B");
        assertThat(ShortReport.parse(unnamed.text())).isEqualTo(unnamed);
    }

    @Test
    void parseWhenWrittenWithoutMemoryKnowsWhoseItIs() {
        String text = "source: uncaught\ntime: 1795362120123\nthread: #1\n"
                + new String(ShortReport.headerOf(APPLICATION), UTF_8) + "\njava.lang.OutOfMemoryError\n";
        ShortReport report = ShortReport.parse(text.getBytes(UTF_8));
        assertThat(report.application()).isEqualTo(APPLICATION);
        assertThat(report.trace()).isEqualTo("java.lang.OutOfMemoryError");
        assertThat(report.time()).isEqualTo(Instant.ofEpochMilli(1795362120123L));
    }

    @Test
    void parseWhenALineWouldEndTheHeaderKeepsItInOne() {
        Application application = APPLICATION.withName("a\n\nb");
        ShortReport report = new ShortReport(Source.ASYNC, TIME, "ma\nin", application, "a.B");
        assertThat(ShortReport.parse(report.text()).application().name()).isEqualTo("a  b");
        assertThat(ShortReport.parse(report.text()).thread()).isEqualTo("ma in");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+1000000000-12-31T23:59:59.999999999Z", "99999999999999", "now", ""})
    void timeWhenItIsNoneIsThatOfTheId(String time) {
        ShortReport report = ShortReport.parse(("time: " + time + "\n\na.B").getBytes(UTF_8));
        assertThat(report.time()).isNull();
        assertThat(report.toReport("20261122T154200.123Z-7f3a9c1e").time()).isEqualTo(TIME);
    }
}
