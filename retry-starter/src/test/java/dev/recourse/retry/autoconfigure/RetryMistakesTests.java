package dev.recourse.retry.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.retry.RetryOnStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.modifier.Visibility;
import net.bytebuddy.implementation.StubMethod;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.env.PropertiesPropertySourceLoader;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;

/** What people type, and what they are told: the lines of {@code docs/retry-mistakes.md}. */
@ExtendWith(OutputCaptureExtension.class)
class RetryMistakesTests {

    private static final Pattern ROW = Pattern.compile("\\| `(.+?)` \\| (.+?) \\|(?: (.+?) \\|)?");

    private static final Pattern ATTRIBUTE = Pattern.compile("(\\w+) = (\\{.*?\\}|\".*?\")(?:, |$)");

    @ParameterizedTest
    @MethodSource
    void inYaml(Mistake mistake) throws IOException {
        assertThatIsTold(mistake, yaml("recourse:\n  retry:\n    " + mistake.typed), null);
    }

    static Stream<Mistake> inYaml() throws IOException {
        return mistakes("In application.yml, below");
    }

    @ParameterizedTest
    @MethodSource
    void inYamlFromTheFirstColumn(Mistake mistake) throws IOException {
        assertThatIsTold(mistake, yaml(mistake.typed), null);
    }

    static Stream<Mistake> inYamlFromTheFirstColumn() throws IOException {
        return mistakes("In application.yml, from");
    }

    @ParameterizedTest
    @MethodSource
    void inProperties(Mistake mistake) throws IOException {
        List<PropertySource<?>> sources =
                new PropertiesPropertySourceLoader().load("application.properties", new Text(mistake.typed));
        assertThatIsTold(mistake, sources, null);
    }

    static Stream<Mistake> inProperties() throws IOException {
        return mistakes("In application.properties");
    }

    @ParameterizedTest
    @MethodSource
    void inEnvironmentVariables(Mistake mistake) {
        String[] variable = mistake.typed.split("=", 2);
        assertThatIsTold(
                mistake,
                List.of(new SystemEnvironmentPropertySource("systemEnvironment", Map.of(variable[0], variable[1]))),
                null);
    }

    static Stream<Mistake> inEnvironmentVariables() throws IOException {
        return mistakes("In environment variables");
    }

    @ParameterizedTest
    @MethodSource
    void onAMethod(Mistake mistake) {
        PropertySource<?> github =
                new MapPropertySource("github", Map.of("recourse.retry.clients.github.max-retries", 3));
        assertThatIsTold(mistake, List.of(github), annotated(mistake.typed));
    }

    static Stream<Mistake> onAMethod() throws IOException {
        return mistakes("On a method");
    }

    @ParameterizedTest
    @MethodSource
    void warnedOf(Mistake mistake, CapturedOutput output) throws IOException {
        runner(yaml("recourse:\n  retry:\n    " + mistake.typed), null)
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(output).contains("WARN").contains(mistake.reason);
    }

    static Stream<Mistake> warnedOf() throws IOException {
        return mistakes("Warned of");
    }

    private static void assertThatIsTold(Mistake mistake, List<PropertySource<?>> sources, @Nullable Class<?> bean) {
        List<ConfigurableApplicationContext> started = new ArrayList<>(1);
        runner(sources, bean).withInitializer(started::add).run(context -> {
            FailureAnalysis told = analysis(context.getStartupFailure(), started.get(0));
            assertThat(told).as(mistake.typed).isNotNull();
            assertThat(told.getDescription())
                    .contains(bean == null ? "Setting: recourse." : "Setting: @RetryOnStatus on ")
                    .contains("Value: ")
                    .contains("Reason: ")
                    .contains(mistake.reason)
                    .doesNotContain("Bindable@", "No converter found");
            if (bean == null) {
                assertThat(told.getDescription()).contains("Origin: ");
            }
            assertThat(told.getAction()).contains(mistake.remedy());
        });
    }

    private static @Nullable FailureAnalysis analysis(
            @Nullable Throwable failure, ConfigurableApplicationContext context) {
        assertThat(failure).isNotNull();
        return SpringFactoriesLoader.forDefaultResourceLocation()
                .load(
                        FailureAnalyzer.class,
                        ArgumentResolver.of(Environment.class, context.getEnvironment()),
                        (type, name, ex) -> {})
                .stream()
                .map(analyzer -> analyzer.analyze(failure))
                .filter(analysis -> analysis != null)
                .findFirst()
                .orElse(null);
    }

    private static ApplicationContextRunner runner(List<PropertySource<?>> sources, @Nullable Class<?> bean) {
        ApplicationContextInitializer<ConfigurableApplicationContext> initializer = context -> sources.forEach(
                source -> context.getEnvironment().getPropertySources().addFirst(source));
        ApplicationContextRunner runner = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(RetryAutoConfiguration.class))
                .withInitializer(initializer);
        return bean == null ? runner : runner.withBean(bean);
    }

    private static List<PropertySource<?>> yaml(String text) throws IOException {
        return new YamlPropertySourceLoader().load("application.yml", new Text(text));
    }

    /** Makes a class of whose method this is the annotation. */
    private static Class<?> annotated(String typed) {
        String attributes = typed.substring(typed.indexOf('(') + 1, typed.length() - 1);
        AnnotationDescription.Builder annotation = AnnotationDescription.Builder.ofType(RetryOnStatus.class);
        if (attributes.startsWith("\"")) {
            annotation = annotation.define("value", unquoted(attributes));
        }
        Matcher attribute = ATTRIBUTE.matcher(attributes);
        while (attribute.find()) {
            annotation = attribute.group(1).equals("delays")
                    ? annotation.defineArray("delays", texts(attribute.group(2)))
                    : annotation.define(attribute.group(1), unquoted(attribute.group(2)));
        }
        return new ByteBuddy()
                .subclass(Object.class)
                .name(RetryMistakesTests.class.getName() + "Annotated")
                .defineMethod("call", void.class, Visibility.PUBLIC)
                .intercept(StubMethod.INSTANCE)
                .annotateMethod(annotation.build())
                .make()
                .load(RetryMistakesTests.class.getClassLoader())
                .getLoaded();
    }

    private static String[] texts(String array) {
        return Pattern.compile("\"(.*?)\"")
                .matcher(array)
                .results()
                .map(text -> text.group(1))
                .toArray(String[]::new);
    }

    private static String unquoted(String text) {
        return text.substring(1, text.length() - 1);
    }

    private static Stream<Mistake> mistakes(String section) throws IOException {
        String page = Files.readString(Path.of("..", "docs", "retry-mistakes.md"));
        int start = page.indexOf("## " + section);
        int end = page.indexOf("\n## ", start + 1);
        List<Mistake> mistakes = ROW.matcher(page.substring(start, end < 0 ? page.length() : end))
                .results()
                .map(row -> new Mistake(row.group(1), row.group(2), row.group(3)))
                .toList();
        assertThat(mistakes).isNotEmpty();
        return mistakes.stream();
    }

    /** @param action an ellipsis at its end stands for more */
    record Mistake(String typed, String reason, @Nullable String action) {

        String remedy() {
            return String.valueOf(action).replace(" …", "");
        }

        @Override
        public String toString() {
            return typed;
        }
    }

    /** A file without a file. */
    private static final class Text extends ByteArrayResource {

        Text(String text) {
            super(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String getFilename() {
            return "application.yml";
        }
    }
}
