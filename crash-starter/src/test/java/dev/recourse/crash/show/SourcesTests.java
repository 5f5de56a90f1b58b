package dev.recourse.crash.show;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.crash.CrashReport.Frame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourcesTests {

    private static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");

    @TempDir
    private Path module;

    @BeforeEach
    void write() throws IOException {
        Path file = module.resolve("src/main/java/com/acme/Shop.java");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "package com.acme;\n\n    class Shop {\n        int sum = price * parcels;\n    }\n");
        Files.writeString(module.resolve("src/main/Secret.java"), "secret\n");
    }

    private SourceExcerpt find(String path, Frame frame) {
        return Sources.around(List.of(module.resolve(path).toString())).find(frame, LATER);
    }

    private static Frame frame(String className, String file, int line) {
        return new Frame(className, "sell", file, line, true, Map.of());
    }

    @ParameterizedTest
    @CsvSource({"''", "target/classes", "target/shop.jar", "build/classes/java/main"})
    void sourceIsFoundFromWhereTheClassesAre(String entry) {
        assertThat(find(entry, frame("com.acme.Shop$Inner", "Shop.java", 4)))
                .isEqualTo(new SourceExcerpt(
                        List.of(
                                "package com.acme;",
                                "",
                                "    class Shop {",
                                "        int sum = price * parcels;",
                                "    }"),
                        1,
                        4,
                        false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"com.ac\u0000me.Shop", "\u0000", "\u0000.Shop", "com.ac\ud800me.Shop"})
    void sourceWhenNoFileCanHaveItsNameIsNotAtHand(String className) {
        assertThat(find("", frame(className, "Shop.java", 4))).isNull();
    }

    @Test
    void sourceHasNoMoreIndentThanItNeeds() {
        SourceExcerpt whole = SourceExcerpt.of(List.of("    a", "", "      b"), 1, false);
        assertThat(whole.lines()).containsExactly("a", "", "  b");
    }

    @Test
    void namesAreThoseOfTheLineInTheirOrder() {
        assertThat(find("", frame("com.acme.Shop", "Shop.java", 4)).names())
                .containsExactly("int", "sum", "price", "parcels");
    }

    @Test
    void sourceWhenItIsNewerThanTheCrashIsMarked() {
        SourceExcerpt excerpt =
                Sources.around(List.of(module.toString())).find(frame("com.acme.Shop", "Shop.java", 4), Instant.EPOCH);
        assertThat(excerpt.changed()).isTrue();
    }

    @Test
    void sourceInTheClassPathIsFound() {
        SourceExcerpt excerpt = find("", frame("dev.recourse.crash.show.Sample", "Sample.java", 2));
        assertThat(excerpt.lines()).contains("class Sample {");
    }

    @ParameterizedTest
    @CsvSource({
        "com.acme.Shop, ../Secret.java, 1",
        "com.acme.Shop, ../../../Secret.java, 1",
        "...Shop, Secret.java, 1",
        "/etc/Shop, passwd, 1",
        "com.acme.Shop, /etc/passwd, 1",
        "com\\acme.Shop, Shop.java, 1",
        "com.acme.Shop, Shop.java, 99",
        "com.acme.Shop, Shop.java, -1",
        "com.acme.Shop, Shop.java, 0",
        "com.acme.Shop, Shop.class, 1",
        "com.acme.Shop, , 1",
        "com.acme.None, None.java, 1"
    })
    void sourceThatIsNotThereOrOutsideIsNotFound(String className, String file, int line) {
        assertThat(find("", frame(className, file, line))).isNull();
    }
}
