package dev.recourse.crash.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.recourse.configuration.InvalidConfigurationException;
import dev.recourse.configuration.Problem;
import dev.recourse.configuration.SettingsBinder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.env.PropertiesPropertySourceLoader;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;

/** What people type, and what they are told: the lines of {@code docs/crash-mistakes.md}. */
class CrashMistakesTests {

    private static final Pattern ROW = Pattern.compile("\\| `(.+?)` \\| (.+?) \\| (.+?) \\|");

    @ParameterizedTest
    @MethodSource
    void inYaml(Mistake mistake) throws IOException {
        assertThatIsTold(mistake, yaml("recourse:\n  crash:\n    " + mistake.typed));
    }

    static Stream<Mistake> inYaml() throws IOException {
        return mistakes("In application.yml, below");
    }

    @ParameterizedTest
    @MethodSource
    void inYamlFromTheFirstColumn(Mistake mistake) throws IOException {
        assertThatIsTold(mistake, yaml(mistake.typed));
    }

    static Stream<Mistake> inYamlFromTheFirstColumn() throws IOException {
        return mistakes("In application.yml, from");
    }

    @ParameterizedTest
    @MethodSource
    void inProperties(Mistake mistake) throws IOException {
        assertThatIsTold(
                mistake, new PropertiesPropertySourceLoader().load("application.properties", text(mistake.typed)));
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
                List.of(new SystemEnvironmentPropertySource("systemEnvironment", Map.of(variable[0], variable[1]))));
    }

    static Stream<Mistake> inEnvironmentVariables() throws IOException {
        return mistakes("In environment variables");
    }

    @ParameterizedTest
    @CsvSource({
        "budget, 30, PT30S",
        "max-age, 30, PT720H",
        "same-crash-interval, 90, PT1M30S",
        "same-crash-interval, 1m30s, PT1M30S",
        "context.timeout, 300, PT0.3S",
        "sentry.wait, 7, PT7S",
        "resend.interval, 60, PT1M",
    })
    void bareNumberHasTheUnitOfItsKey(String key, String value, Duration duration) {
        CrashProperties properties = bind(key, value);

        assertThat(Map.of(
                                "budget", properties.budget(),
                                "max-age", properties.maxAge(),
                                "same-crash-interval", properties.sameCrashInterval(),
                                "context.timeout", properties.context().timeout(),
                                "sentry.wait", properties.sentry().longestWait(),
                                "resend.interval", properties.resend().interval())
                        .get(key))
                .isEqualTo(duration);
    }

    @Test
    void withoutKeysTheDefaultsHold() {
        assertThat(bind("enabled", "true").budget()).isEqualTo(Duration.ofSeconds(10));
    }

    private static void assertThatIsTold(Mistake mistake, List<PropertySource<?>> sources) {
        InvalidConfigurationException failure =
                catchThrowableOfType(InvalidConfigurationException.class, () -> bind(sources));
        assertThat(failure).as(mistake.typed).isNotNull();
        Problem problem = failure.problems().get(0);
        assertThat(problem.setting()).startsWith("recourse.");
        assertThat(problem.value()).isNotNull();
        assertThat(problem.origin()).isNotNull();
        assertThat(problem.reason()).startsWith(mistake.reason.replace(" …", ""));
        assertThat(problem.remedy()).startsWith(mistake.action.replace(" …", ""));
    }

    private static CrashProperties bind(String key, String value) {
        return bind(List.of(new MapPropertySource("test", Map.of(CrashProperties.PREFIX + "." + key, value))));
    }

    private static CrashProperties bind(List<PropertySource<?>> sources) {
        StandardEnvironment environment = new StandardEnvironment();
        sources.forEach(environment.getPropertySources()::addFirst);
        return SettingsBinder.bind(environment, CrashProperties.PREFIX, CrashProperties.class, CrashProperties.HINT);
    }

    private static List<PropertySource<?>> yaml(String text) throws IOException {
        return new YamlPropertySourceLoader().load("application.yml", text(text));
    }

    private static Resource text(String text) {
        return new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public String getFilename() {
                return "application.yml";
            }
        };
    }

    private static Stream<Mistake> mistakes(String section) throws IOException {
        String page = Files.readString(Path.of("..", "docs", "crash-mistakes.md"));
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
    record Mistake(String typed, String reason, String action) {

        @Override
        public String toString() {
            return typed;
        }
    }
}
