package dev.recourse.crash.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a program says, and what a report does: the tables of {@code docs/redaction.md}. */
class RedactionPageTests {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| .+? \\| `(.+?)` \\| `(.+?)` \\|$");

    private final Redactor redactor = new Redactor(List.of(), List.of());

    @ParameterizedTest
    @MethodSource
    void textIsRedactedAsThePageShows(String text, String redacted) {
        assertThat(redactor.text(text)).isEqualTo(redacted);
    }

    static Stream<Arguments> textIsRedactedAsThePageShows() throws IOException {
        List<Arguments> rows = ROW.matcher(Files.readString(Path.of("../docs/redaction.md")))
                .results()
                .map(row -> Arguments.of(row.group(1), row.group(2)))
                .toList();
        assertThat(rows).hasSizeGreaterThan(15);
        return rows.stream();
    }
}
