package dev.recourse.crash.locals.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.codehaus.groovy.control.CompilationUnit;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs in Groovy, each with what a report is to show. */
class GroovyOracleTests {

    private static final String SENSITIVE = """
            package dev.recourse.crash
            import java.lang.annotation.*
            @Target([ElementType.FIELD, ElementType.PARAMETER])
            @Retention(RetentionPolicy.RUNTIME)
            @interface Sensitive {}
            """;

    @TempDir
    private Path directory;

    private List<String> shown(String members) throws Exception {
        String name = Program.newName();
        return Program.of(compile(SENSITIVE, """
                import dev.recourse.crash.Sensitive
                class Sample {
                    static void fail(int code) { throw new IllegalStateException('code ' + code) }
                %s
                }
                """.formatted(members).replaceAll("\\bSample", name)), name)
                .shown()
                .stream()
                .map(line -> line.replace(name, "Sample"))
                .toList();
    }

    private Map<String, byte[]> compile(String... sources) throws Exception {
        return CompiledFiles.of(directory, ".groovy", GroovyOracleTests::compile, sources);
    }

    private static String compile(Path source, Path classes) throws Exception {
        CompilerConfiguration configuration = new CompilerConfiguration();
        configuration.setTargetDirectory(classes.toFile());
        CompilationUnit unit = new CompilationUnit(configuration);
        try (Stream<Path> files = Files.list(source)) {
            unit.addSources(files.map(Path::toFile).toArray(File[]::new));
        }
        unit.compile();
        return "";
    }

    @Test
    void failureThatAMethodKeepsAndItsCallerThrowsOnTheSameLineHasNothingOfThat() throws Exception {
        assertThat(shown("""
                static Throwable attempt(int number) { try { fail(number); null } catch (Exception e) { e } }
                static void raise(Throwable problem) { throw problem }
                static void run() {
                    Throwable kept = null
                    for (round in 1..2) { if (round == 1) kept = attempt(round); else raise(kept) }
                }
                """)).containsExactly("fail{code=1}", "attempt{number=1}", "run-");
    }

    @Test
    void recursionAndLoopsHaveTheValuesOfEachCall() throws Exception {
        assertThat(shown("""
                static int count(int n) { if (n == 0) { fail(n); return 0 }; return count(n - 1) + 1 }
                static void run() {
                    for (name in ['a', 'b']) {
                        for (int i = 0; i < 2; i++) {
                            if (name == 'b' && i == 1)
                                count(i + 1)
                        }
                    }
                }
                """))
                .containsExactly("fail{code=0}", "count{n=0}", "count{n=1}", "count{n=2}", "run{i=1, name=b}");
    }

    @Test
    void parameterAndFieldThatAreSensitiveAndCopiesHaveNoValue() throws Exception {
        assertThat(shown("""
                @Sensitive String card
                String user
                Sample(String user, String card) {
                    this.card = card
                    this.user = user
                    pay(user, card)
                }
                void pay(String user, @Sensitive String given) {
                    def copy = this.card
                    fail(1)
                    println copy + given + user
                }
                static void run() { new Sample('ann', 's3cret') }
                """))
                .containsExactly(
                        "fail{code=1}",
                        "pay{copy=***, given=***, this=Sample, user=ann}",
                        "<init>{card=***, this=Sample, user=ann}",
                        "run-");
    }

    /** Which class has a property is known only when it runs. */
    @Test
    void propertyOfAnotherClassThatIsSensitiveHasNoValue() throws Exception {
        assertThat(shown("""
                static class Login {
                    @Sensitive String card
                    String user
                    String toString() { user + card }
                }
                static void run() {
                    def login = new Login(user: 'ann', card: 's3cret')
                    def user = login.user
                    def copy = login.card
                    def text = "of ${login.getCard()}"
                    def all = []
                    all << login.card
                    def told = login.toString()
                    all.each { each ->
                        fail(1)
                        println each
                    }
                    println user + copy + text + all + told
                }
                """))
                .anySatisfy(line -> assertThat(line).startsWith("run{").contains("user=ann"))
                .noneMatch(line -> line.contains("s3cret"));
    }
}
