package dev.recourse.fromzero;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compiles the Java of each page. What stands around it on a page, such as the fields that it names, is in
 * {@code around/<page>.java}.
 */
class DocsCodeTests {

    private static final Path DOCS = Path.of("../docs");

    /** Are compared with a sample, letter by letter. */
    private static final Set<String> OF_SAMPLES = Set.of("crash-report", "retry-testing");

    private static final Pattern BLOCK = Pattern.compile("(?s)\n```java\n(.*?)\n```");

    private static final Pattern MEMBER = Pattern.compile("^(@|class |public |record |interface )");

    @TempDir
    private Path classes;

    @ParameterizedTest
    @MethodSource
    void blockOfThePageCompiles(Block block) throws IOException {
        StringWriter messages = new StringWriter();
        boolean compiled = ToolProvider.getSystemJavaCompiler()
                .getTask(
                        messages,
                        null,
                        null,
                        List.of("-proc:none", "-parameters", "-d", classes.toString()),
                        null,
                        List.of(block.source()))
                .call();
        assertThat(compiled).as(messages.toString()).isTrue();
    }

    static Stream<Block> blockOfThePageCompiles() throws IOException {
        try (Stream<Path> files = Files.list(DOCS)) {
            List<Path> pages = files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
            List<Block> blocks = pages.stream().flatMap(DocsCodeTests::blocks).toList();
            assertThat(blocks).isNotEmpty();
            return blocks.stream();
        }
    }

    private static Stream<Block> blocks(Path page) {
        String name = page.getFileName().toString().replace(".md", "");
        return OF_SAMPLES.contains(name)
                ? Stream.empty()
                : BLOCK.matcher(read(page))
                        .results()
                        .map(block -> new Block(name, block.group(1)))
                        .filter(Block::isWhole);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    record Block(String page, String code) {

        /** Returns whether nothing is left out. */
        boolean isWhole() {
            return code.lines().noneMatch(line -> line.strip().equals("..."));
        }

        JavaFileObject source() throws IOException {
            Path around = Path.of("src/test/resources/around", page + ".java");
            String members = Files.exists(around) ? Files.readString(around) : "";
            String body = lines(code, false).strip();
            if (!MEMBER.matcher(body).find()) {
                body = "void block() throws Exception {\n" + body + "\n}";
            } else if (body.endsWith(")")) {
                body += " void annotated() {}"; // an annotation alone stands on a method
            }
            String source = lines(members + code, true) + "\nabstract class Page {\n" + lines(members, false) + "\n"
                    + body + "\n}\n";
            return new SimpleJavaFileObject(URI.create("memory:///Page.java"), JavaFileObject.Kind.SOURCE) {
                @Override
                public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                    return source;
                }
            };
        }

        /** Returns the lines that are imports, or the others. */
        private static String lines(String text, boolean imports) {
            return text.lines()
                    .filter(line -> line.startsWith("import ") == imports)
                    .collect(Collectors.joining("\n"));
        }

        @Override
        public String toString() {
            return page + ": " + code.lines().findFirst().orElse("");
        }
    }
}
