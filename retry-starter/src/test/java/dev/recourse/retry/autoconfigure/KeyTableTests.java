package dev.recourse.retry.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.retry.settings.SettingOverrides;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class KeyTableTests {

    private static final Pattern ROW = Pattern.compile("\\| `([a-z.-]+)` \\| ?(×?) ?\\| (?:`(.+)`)? ?\\| (.+) \\|");

    @Test
    void tableOfKeysSaysWhatTheMetadataSays() throws IOException {
        assertThat(rows("$1 | $3 | $4")).containsExactlyInAnyOrderElementsOf(properties());
    }

    @Test
    void tableOfKeysMarksThoseOfAClient() throws IOException {
        List<String> keys =
                keys(SettingOverrides.class).map(name -> name + " ×").toList();
        assertThat(rows("$1 $2")).filteredOn(row -> row.endsWith("×")).containsExactlyInAnyOrderElementsOf(keys);
    }

    private static Stream<String> keys(Class<?> properties) {
        return Stream.of(properties.getRecordComponents()).flatMap(component -> {
            String key = component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            return component.getType().isRecord()
                    ? keys(component.getType()).map(nested -> key + "." + nested)
                    : Stream.of(key);
        });
    }

    private static List<String> rows(String form) throws IOException {
        return Files.readString(Path.of("../docs/retry-keys.md"))
                .lines()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .map(row -> row.replaceFirst(form))
                .toList();
    }

    private static List<String> properties() throws IOException {
        try (InputStream in = KeyTableTests.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            JsonNode metadata = JsonMapper.shared().readTree(in);
            return metadata.path("properties")
                    .valueStream()
                    .filter(property -> property.path("name").asString().startsWith("recourse.retry."))
                    .map(property -> "%s | %s | %s"
                            .formatted(
                                    property.path("name").asString().replace("recourse.retry.", ""),
                                    property.path("defaultValue").asString(""),
                                    property.path("description").asString()))
                    .toList();
        }
    }
}
