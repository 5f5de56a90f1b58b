package dev.recourse.crash.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.recourse.configuration.InvalidConfigurationException;
import dev.recourse.configuration.KeyCheck;
import dev.recourse.configuration.Problem;
import dev.recourse.configuration.SettingsBinder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** What people type below {@code recourse.crash}, and what they are told. */
class CrashMistakesTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max-report | 5 | there is no key max-report below recourse.crash | Did you mean max-reports?",
                "directroy | /tmp | there is no key directroy below recourse.crash | Did you mean directory?",
                "dsn | https://x | there is no key dsn below recourse.crash | Known here: ",
                "wait | 5s | there is no key wait below recourse.crash | Move it: wait is known as recourse.crash.sentry.wait.",
                "timeout | 5s | there is no key timeout below recourse.crash | Move it: timeout is known as recourse.crash.context.timeout.",
                "sentry.waits | 5s | there is no key waits below recourse.crash.sentry | Did you mean wait?",
                "budget | soon | must be a duration | Write budget as in 30s",
                "budget | -5ms | must be more than zero | Write another value for budget",
                "max-age | 30m | must be an hour or more | Write another value for max-age",
                "max-age | 30ms | must be an hour or more | Write another value for max-age",
                "max-size | 100 MegaBytes | must be a size | Write max-size as in 64KB or 1MB.",
                "html | perhaps | must be true or false | Write true or false.",
                "redact.personal | perhaps | must be true or false | Write true or false.",
                "notify | popup | must be one of auto, console, none | Write one of them.",
                "notify | consol | must be one of auto, console, none | Did you mean console?",
                "max-reports | many | must be a whole number | Write max-reports as in 3.",
                "exit-code | 256 | must be from 0 to 255 | Write another value for exit-code",
                "redact.values | ( | must be a regular expression | Write another value for redact.values",
                "sentry | false | must be a group of keys, not one value | Write each key of sentry on a line of its own below it.",
                "directory.path | /tmp | recourse.crash.directory takes one value, no keys below it | Write one value for recourse.crash.directory.",
            })
    void mistakeIsToldWithItsValueAndARemedy(String key, String value, String reason, String remedy) {
        Problem problem = problem(key, value);

        assertThat(problem.setting()).isEqualTo("recourse.crash." + key);
        assertThat(problem.value()).isEqualTo(value);
        assertThat(problem.origin()).isNotNull();
        assertThat(problem.reason()).isEqualTo(reason);
        assertThat(problem.remedy()).startsWith(remedy);
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

    private static Problem problem(String key, String value) {
        InvalidConfigurationException failure =
                catchThrowableOfType(InvalidConfigurationException.class, () -> bind(key, value));
        assertThat(failure).as(key + "=" + value).isNotNull();
        return failure.problems().get(0);
    }

    private static CrashProperties bind(String key, String value) {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource("test", Map.of(CrashProperties.PREFIX + "." + key, value)));
        return SettingsBinder.bind(environment, CrashProperties.PREFIX, CrashProperties.class, KeyCheck.Hint.NONE);
    }
}
