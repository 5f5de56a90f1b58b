package dev.recourse.retry.delay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDateTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Sun, 06 Nov 1994 08:49:37 GMT     | 1994-11-06T08:49:37Z
            Sunday, 06-Nov-94 08:49:37 GMT    | 1994-11-06T08:49:37Z
            Sun Nov  6 08:49:37 1994          | 1994-11-06T08:49:37Z
            Sun Nov 16 08:49:37 1994          | 1994-11-16T08:49:37Z
            Sun, 6 Nov 1994 08:49:37 UTC      | 1994-11-06T08:49:37Z
            Mon, 31 Dec 9999 23:59:60 GMT     | +10000-01-01T00:00:00Z
            Thu, 29 Feb 2024 00:00:00 GMT     | 2024-02-29T00:00:00Z
            sun, 06 nov 1994 08:49:37 gmt     | 1994-11-06T08:49:37Z
            SUNDAY, 06-NOV-94 08:49:37 GMT    | 1994-11-06T08:49:37Z
            Sun, 06 Nov 1994 08:49:37 +0000   | 1994-11-06T08:49:37Z
            Sun, 06 Nov 1994 08:49:37 -0730   | 1994-11-06T16:19:37Z
            Sunday, 06-Nov-94 10:49:37 +02:00 | 1994-11-06T08:49:37Z
            Tuesday, 29-Sep-73 16:26:37 GMT   | 2073-09-29T16:26:37Z
            Tuesday, 29-Sep-73 16:26:38 GMT   | 1973-09-29T16:26:38Z
            Tuesday, 29-Feb-00 00:00:00 GMT   | 2000-02-29T00:00:00Z
            """)
    void parseWhenFormIsKnownIsTheInstant(String text, Instant expected) {
        assertThat(HttpDate.parse(text, Received.NOW)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"2099-12-31T00:00:00Z, 2105-01-01T00:00:00Z", "2000-01-01T00:00:00Z, 2005-01-01T00:00:00Z"})
    void parseWhenYearHasTwoDigitsGoesByTheReference(Instant reference, Instant expected) {
        assertThat(HttpDate.parse("Thursday, 01-Jan-05 00:00:00 GMT", reference))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Sun, 31 Feb 1994 08:49:37 GMT",
                "Sun, 00 Nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 24:49:37 GMT",
                "Sun, 06 Nov 1994 08:60:37 GMT",
                "Sun, 06 Nov 1994 08:49:61 GMT",
                "Sun, 06 Nov 94 08:49:37 GMT",
                "Sun, 06 Nov 1994 08:49:37 +9900",
                "Sun, 06 Nov 1994 08:49:37 EST",
                "Sun Nov  6 08:49:37 1994 +0000",
                "Sun, 06 Nov 1994 08:49:37",
                "Sunday, 29-Feb-01 08:49:37 GMT",
                "Tuesda, 06-Nov-94 08:49:37 GMT",
                "06 Nov 1994 08:49:37 GMT",
                "Sun Nov 6 08:49:37 1994 GMT",
                "Sun, 0٦ Nov 1994 08:49:37 GMT"
            })
    void parseWhenTextIsNoSuchDateIsNull(String text) {
        assertThat(HttpDate.parse(text, Received.NOW)).isNull();
    }
}
