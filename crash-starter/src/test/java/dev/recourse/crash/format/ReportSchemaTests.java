package dev.recourse.crash.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The schema of the docs, which users validate reports with. */
class ReportSchemaTests {

    private static final int REPORTS = 200;

    @Test
    void reportsOfAnyShapeHaveOnlyWhatTheSchemaNames() throws IOException {
        Schema schema = schema(text().replace("\"additionalProperties\": true", "\"additionalProperties\": false"));
        for (long seed = 0; seed < REPORTS; seed++) {
            assertThat(schema.validate(report(seed), InputFormat.JSON))
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    @Test
    void reportOfALaterReleaseMayHaveMore() throws IOException {
        String later = "{\"later\": 1, " + report(1).substring(1);
        assertThat(schema(text()).validate(later, InputFormat.JSON)).isEmpty();
        assertThat(schema(text()).validate("{}", InputFormat.JSON)).isNotEmpty();
    }

    /** Returns a report as it is written to a file. */
    private static String report(long seed) {
        byte[] json = ReportTruncation.fit(new RandomReports(new Random(seed)).next(), 100_000);
        return new String(json, StandardCharsets.UTF_8);
    }

    private static String text() throws IOException {
        return Files.readString(Path.of("../docs/crash-report.schema.json"));
    }

    private static Schema schema(String text) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(text);
    }
}
