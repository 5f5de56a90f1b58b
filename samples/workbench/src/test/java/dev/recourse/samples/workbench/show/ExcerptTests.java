package dev.recourse.samples.workbench.show;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTests {

    private static final String REPORT = """
            {
              "id": "20261122T154200.123Z-7f3a9c1e",
              "exceptions": [{
                "type": "com.acme.Boom",
                "message": "%1$s",
                "frames": [
                  {"class": "com.acme.Lathe", "method": "turn", "file": "Lathe.java", "line": 12, "inApp": true,
                   "locals": {"tool": "%1$s"}},
                  {"class": "java.lang.Thread", "method": "run", "file": "Thread.java", "line": 840, "inApp": false}
                ]
              }],
              "system": {"java": {"version": "17"}},
              "threads": [{"name": "main"}, {"name": "other"}],
              "deadlocks": [],
              "log": ["INFO started"]
            }
            """.formatted("long ".repeat(100));

    @Test
    void excerptHasTheApplicationsFramesAndFitsTheScreen() {
        String excerpt = Excerpt.of(REPORT);

        assertThat(excerpt)
                .contains("20261122T154200.123Z-7f3a9c1e", "com.acme.Lathe", "\"tool\" : \"long")
                .doesNotContain("java.lang.Thread", "INFO started")
                .endsWith("2 threads, 1 lines of log");
        assertThat(excerpt.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }
}
