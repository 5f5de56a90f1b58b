package dev.recourse.crash.sentry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentryProjectTests {

    @ParameterizedTest
    @CsvSource({
        "https://key@o1.ingest.sentry.io/42, o1.ingest.sentry.io/42",
        "https://another:secret@O1.ingest.sentry.io/42/, o1.ingest.sentry.io/42",
        "http://key@host:9000/sentry/42, host/42",
        "http://key@[::1]:9000/42, [::1]/42",
        "https://key@host, ",
        "https://key@host/, ",
        "not a dsn, ",
        "'', "
    })
    void ofIsHostAndProject(String dsn, String project) {
        assertThat(SentryProject.of(dsn)).isEqualTo(project);
    }

    @Test
    void ofNothingIsNull() {
        assertThat(SentryProject.of(null)).isNull();
    }
}
