package dev.recourse.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.unit.DataSize;

class SettingsBinderTests {

    private final ConfigurableEnvironment environment = new StandardEnvironment();

    @Test
    void unknownKeyIsNamedWithTheNearestOneAndItsLine() throws IOException {
        Problem problem = problem("recourse.shop:", "  max-retry: 3");

        assertThat(problem.setting()).isEqualTo("recourse.shop.max-retry");
        assertThat(problem.value()).isEqualTo("3");
        assertThat(problem.origin()).hasToString("\"test.yml\" - 2:14");
        assertThat(problem.reason()).isEqualTo("there is no key max-retry below recourse.shop");
        assertThat(problem.remedy()).isEqualTo("Did you mean max-retries?");
    }

    @Test
    void numericKeyThatBootsOwnCheckPassesOverIsNamed() throws IOException {
        Problem problem = problem("recourse.shop:", "  429: 5s");

        assertThat(problem.setting()).isEqualTo("recourse.shop.429");
        assertThat(problem.remedy()).isEqualTo("429 is a condition: move it below delays.");
    }

    @Test
    void numericKeyBelowAGroupIsNamed() throws IOException {
        Problem problem = problem("recourse.shop:", "  budget:", "    429: 5s");

        assertThat(problem.setting()).isEqualTo("recourse.shop.budget.429");
    }

    @Test
    void keyOfAnotherPlaceIsSentThere() throws IOException {
        Problem problem = problem("recourse.shop:", "  ratio: 0.1");

        assertThat(problem.remedy()).isEqualTo("Move it: ratio is known as recourse.shop.budget.ratio.");
    }

    @Test
    void mapOfValuesTakesNamesWithDots() throws IOException {
        load("recourse.shop:", "  delays:", "    429: 5s", "    com.acme.QuotaException: 7s");

        assertThat(bind().delays()).containsOnlyKeys("429", "com.acme.QuotaException");
    }

    @Test
    void hintIsAskedForNamesOfAMapOfValues() throws IOException {
        Problem problem = problem("recourse.shop:", "  delays:", "    clients:", "      github: 5s");

        assertThat(problem.setting()).isEqualTo("recourse.shop.delays.clients.github");
        assertThat(problem.reason()).isEqualTo("clients.github does not belong below recourse.shop.delays");
    }

    @Test
    void keyBelowASingleValueIsNamed() throws IOException {
        Problem problem = problem("recourse.shop:", "  max-retries:", "    a: 1");

        assertThat(problem.reason()).isEqualTo("recourse.shop.max-retries takes one value, no keys below it");
    }

    @Test
    void keysBelowAClientAreCheckedToo() throws IOException {
        Problem problem = problem("recourse.shop:", "  clients:", "    github:", "      max-retires: 2");

        assertThat(problem.setting()).isEqualTo("recourse.shop.clients.github.max-retires");
        assertThat(problem.remedy()).isEqualTo("Did you mean max-retries?");
    }

    @Test
    void environmentVariablesMayHaveUnderscoresForDashes() {
        environment("RECOURSE_SHOP_MAX_RETRIES", "7");

        assertThat(bind().maxRetries()).isEqualTo(7);
    }

    @Test
    void unknownEnvironmentVariableIsNamed() {
        environment("RECOURSE_SHOP_MAXRETIRES", "7");

        assertThat(problem().remedy()).isEqualTo("Did you mean max-retries?");
    }

    @Test
    void listsTakeIndices() throws IOException {
        load("recourse.shop:", "  words:", "  - a", "  - b");

        assertThat(bind().words()).containsExactly("a", "b");
    }

    @ParameterizedTest
    @CsvSource({
        "max-retries, 1m, must be a whole number",
        "max-retries, 3.5, must be a whole number",
        "timeout, 5sec, 'must be a duration: unknown unit of time ''sec'', use ms, s, m, h or d'",
        "timeout, '1,5s', 'must be a duration: a fraction has a point, as in 1.5s'",
        "timeout, -1m30s, 'must be a duration: it must be zero or more'",
        "notify, dialogue, 'must be one of auto, dialog, none'",
        "timeout, soon, must be a duration",
        "max-body, 1 pound, must be a size",
        "ratio-of-all, much, must be a number",
        "html, maybe, must be true or false",
        "budget, 5, 'must be a group of keys, not one value'",
        "delays, 5s, 'must be a group of keys, not one value'",
    })
    void valueOfAWrongFormIsShownAsTyped(String key, String value, String reason) throws IOException {
        Problem problem = problem("recourse.shop:", "  " + key + ": " + value);

        assertThat(problem.setting()).isEqualTo("recourse.shop." + key);
        assertThat(problem.value()).isEqualTo(value);
        assertThat(problem.origin()).isNotNull();
        assertThat(problem.reason()).isEqualTo(reason);
    }

    @Test
    void mistypedConstantIsCorrected() throws IOException {
        assertThat(problem("recourse.shop:", "  notify: dialogue").remedy()).isEqualTo("Did you mean dialog?");
    }

    @Test
    void valueThatBreaksARuleOfTheRecordIsShownAsTyped() throws IOException {
        Problem problem = problem("recourse.shop:", "  timeout: -5ms");

        assertThat(problem.setting()).isEqualTo("recourse.shop.timeout");
        assertThat(problem.value()).isEqualTo("-5ms");
        assertThat(problem.origin()).hasToString("\"test.yml\" - 2:12");
        assertThat(problem.reason()).isEqualTo("must be more than zero");
        assertThat(problem.remedy()).isEqualTo("Write timeout as in 30s.");
    }

    @ParameterizedTest
    @CsvSource({"off, none", "false, none", "AUT, auto"})
    void constantThatIsMeantIsCorrected(String typed, String constant) throws IOException {
        assertThat(problem("recourse.shop:", "  notify: " + typed).remedy())
                .isEqualTo("Did you mean " + constant + "?");
    }

    @Test
    void nameOfAMapWithACharacterThatBootDropsIsNamed() throws IOException {
        Problem problem = problem("recourse.shop:", "  delays:", "    a$b: 5s");

        assertThat(problem.setting()).isEqualTo("recourse.shop.delays.a$b");
        assertThat(problem.reason()).isEqualTo("Spring Boot drops '$' from the name");
        assertThat(problem.remedy()).isEqualTo("Write the name in quotes and brackets: \"[a$b]\".");
    }

    @Test
    void listInPlaceOfNamesIsNamed() throws IOException {
        Problem problem = problem("recourse.shop:", "  clients:", "    - max-retries: 5");

        assertThat(problem.reason()).isEqualTo("recourse.shop.clients takes names, it is no list");
    }

    @ParameterizedTest
    @CsvSource({
        "recourse.shops.max-retries, Did you mean recourse.shop?",
        "recourse.max-retries, Did you mean recourse.shop.max-retries?",
        "recourse.shop.retries, Did you mean max-retries?",
    })
    void keyBesideThePrefixIsNamed(String key, String remedy) throws IOException {
        assertThat(problem(key + ": 5").remedy()).isEqualTo(remedy);
    }

    @Test
    void keysOfOthersAreLeftAlone() throws IOException {
        load("recourse.crash.directory: x", "recourse.test.seed: 5", "shop.max-retries: 5");

        assertThat(bind().maxRetries()).isEqualTo(3);
    }

    @Test
    void placeholderWithoutAValueIsNamed() throws IOException {
        Problem problem = problem("recourse.shop:", "  max-retries: ${SHOP_RETRIES}");

        assertThat(problem.value()).isEqualTo("${SHOP_RETRIES}");
        assertThat(problem.reason()).isEqualTo("a placeholder in it has no value");
    }

    @ParameterizedTest
    @CsvSource({"30, PT30S", "1m30s, PT1M30S", "1.5s, PT1.5S", "PT2S, PT2S", "2 s, PT2S", "500ms, PT0.5S", "1.5, PT1.5S"
    })
    void durationsHaveOneForm(String text, Duration duration) throws IOException {
        load("recourse.shop:", "  timeout: " + text);

        assertThat(bind().timeout()).isEqualTo(duration);
    }

    private Shop bind() {
        return SettingsBinder.bind(environment, "recourse.shop", Shop.class, SettingsBinderTests::hint);
    }

    private static @Nullable String hint(String above, String key) {
        if (key.matches("\\d{3}") && !above.endsWith("delays")) {
            return key + " is a condition: move it below delays.";
        }
        return above.endsWith("delays") && key.startsWith("clients.") ? "Move it one level up." : null;
    }

    private Problem problem(String... yaml) throws IOException {
        if (yaml.length > 0) {
            load(yaml);
        }
        InvalidConfigurationException failure = catchThrowableOfType(InvalidConfigurationException.class, this::bind);
        assertThat(failure).isNotNull();
        return failure.problems().get(0);
    }

    private Problem problem() {
        return catchThrowableOfType(InvalidConfigurationException.class, this::bind)
                .problems()
                .get(0);
    }

    private void load(String... yaml) throws IOException {
        byte[] text = String.join("\n", yaml).getBytes(StandardCharsets.UTF_8);
        new YamlPropertySourceLoader()
                .load("test.yml", new Named(text))
                .forEach(environment.getPropertySources()::addLast);
    }

    private void environment(String name, String value) {
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource("systemEnvironment", Map.of(name, value)));
    }

    record Shop(
            @DefaultValue("3") int maxRetries,

            @DefaultValue("10s") @DurationUnit(ChronoUnit.SECONDS)
            Duration timeout,

            @DefaultValue("64KB") DataSize maxBody,
            @DefaultValue("0.1") double ratioOfAll,
            @DefaultValue("false") boolean html,
            @Name("notify") @DefaultValue("auto") Notify notifyBy,
            @DefaultValue List<String> words,
            @DefaultValue Budget budget,
            @DefaultValue Map<String, String> delays,
            @DefaultValue Map<String, Client> clients) {

        Shop {
            if (timeout.isNegative()) {
                throw new InvalidValueException(
                        "recourse.shop.timeout", "must be more than zero", "Write timeout as in 30s.");
            }
        }
    }

    record Budget(@DefaultValue("0.2") double ratio) {}

    record Client(@Nullable Integer maxRetries) {}

    enum Notify {
        AUTO,
        DIALOG,
        NONE
    }

    /** A file without a file. */
    private static final class Named extends ByteArrayResource {

        Named(byte[] content) {
            super(content);
        }

        @Override
        public String getFilename() {
            return "test.yml";
        }

        @Override
        public String getDescription() {
            return "\"test.yml\"";
        }

        @Override
        public String toString() {
            return "\"test.yml\"";
        }
    }
}
