package dev.recourse.crash.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class KeyTableTests {

    private static final String PREFIX = "recourse.crash.";

    private static final Pattern ROW = Pattern.compile("\\| `([a-z.-]+)` \\| ?(?:`(.+)`)? ?\\| (.+) \\|");

    @Test
    void tableOfKeysSaysWhatTheMetadataSays() throws IOException {
        assertThat(rows()).containsExactlyInAnyOrderElementsOf(properties());
    }

    private static List<String> rows() throws IOException {
        return Files.readString(Path.of("../docs/crash-keys.md"))
                .lines()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .map(row -> row.replaceFirst("$1 | $2 | $3"))
                .toList();
    }

    private static List<String> properties() throws IOException {
        try (InputStream in = KeyTableTests.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            JsonNode metadata = JsonMapper.shared().readTree(in);
            return metadata.path("properties")
                    .valueStream()
                    .filter(property -> property.path("name").asString().startsWith(PREFIX))
                    .map(property -> "%s | %s | %s"
                            .formatted(
                                    property.path("name").asString().substring(PREFIX.length()),
                                    property.path("defaultValue").asString(""),
                                    property.path("description").asString()))
                    .toList();
        }
    }
}
