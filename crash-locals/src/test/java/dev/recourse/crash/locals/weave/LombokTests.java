package dev.recourse.crash.locals.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import lombok.Lombok;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Constructors and setters that Lombok writes, of fields that are sensitive. */
class LombokTests {

    @TempDir
    private Path directory;

    private List<String> shown(String members) throws Exception {
        String name = Program.newName();
        String source = """
                import dev.recourse.crash.Sensitive;
                import lombok.*;
                class Sample {
                %s
                }
                """.formatted(members).replaceAll("\\bSample", name);
        return Program.of(CompiledFiles.of(directory, ".java", this::compile, source), name)
                .shown();
    }

    private String compile(Path source, Path classes) throws Exception {
        String lombok = CompiledFiles.jar(Lombok.class);
        String path = lombok + File.pathSeparator + CompiledFiles.sensitive(directory);
        ByteArrayOutputStream problems = new ByteArrayOutputStream();
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        problems,
                        problems,
                        "-g",
                        "-nowarn",
                        "-cp",
                        path,
                        "-processorpath",
                        lombok,
                        "-d",
                        classes.toString(),
                        source.resolve("Source0.java").toString());
        return failed == 0 ? "" : problems.toString(StandardCharsets.UTF_8);
    }

    @Test
    void constructorHasNoValueOfASensitiveField() throws Exception {
        assertThat(shown("""
                @RequiredArgsConstructor
                static class Card {
                    @NonNull final String user;
                    @Sensitive @NonNull final String pin;
                    @NonNull final String bank;
                }
                static void run() { new Card("ann", "s3cret", null); }
                """))
                .first()
                .asString()
                .startsWith("<init>{")
                .contains("bank=null", "pin=***")
                .doesNotContain("s3cret");
    }

    @Test
    void setterHasNoValueOfASensitiveField() throws Exception {
        assertThat(shown("""
                @Data
                static class Card {
                    @Sensitive private @NonNull String pin = "";
                }
                static void run() { new Card().setPin(null); }
                """)).first().isEqualTo("setPin{pin=***}");
    }
}
