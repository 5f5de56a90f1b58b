package dev.recourse.retry.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.recourse.retry.RetryOnStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** What a person reads who has mistyped something: each case is a real start of an application. */
@ExtendWith(OutputCaptureExtension.class)
class InvalidConfigurationTests {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            429: sever, 60s       | recourse.retry.delays.429        | sever, 60s | 4:12 | did you mean 'server'? (at position 0)
            429: server 60s       | recourse.retry.delays.429        | server 60s | 4:12 | a comma is missing here, or this is too much (at position 6)
            409: -2s              | recourse.retry.delays.409        | -2s        | 4:12 | at position 0
            42: 2s                | recourse.retry.delays.42         | 2s         | 4:11 | must be a status from 100 to 599
            7xx: 2s               | recourse.retry.delays.7xx        | 2s         | 4:12 | 1xx to 5xx
            timeouts: 2s          | recourse.retry.delays.timeouts   | 2s         | 4:17 | did you mean timeout?
            com.acme.Gone: 2s     | recourse.retry.delays.com.acme.Gone | 2s      | 4:22 | class path
            java.lang.String: 2s  | recourse.retry.delays.java.lang.String | 2s   | 4:25 | is no exception
            """)
    void startWhenADelayIsWrongSaysWhatAndWhere(
            String line, String property, String value, String position, String reason, CapturedOutput output)
            throws Exception {
        start("recourse:\n  retry:\n    delays:\n      " + line + "\n");
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("Setting: " + property + "\n")
                .contains("Value: " + value + "\n")
                .containsPattern("Origin: .*application\\.yml\\] - " + position)
                .contains(reason)
                .containsPattern("Action:\\s+Use ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            max-retries: -1     | recourse.retry.max-retries   | zero or more
            max-wait: -2s       | recourse.retry.max-wait      | zero or more
            timeout: -1ms       | recourse.retry.timeout       | zero or more
            min-delay: -5       | recourse.retry.min-delay     | zero or more
            min-delay: PT2562047788015215H | recourse.retry.min-delay | must be at most 365000 days
            max-body: -1B       | recourse.retry.max-body      | zero or more
            jitter-factor: -0.1 | recourse.retry.jitter-factor | from 0 to 1
            jitter-factor: 10   | recourse.retry.jitter-factor | from 0 to 1
            jitter-factor: NaN  | recourse.retry.jitter-factor | from 0 to 1
            budget.ratio: -1    | recourse.retry.budget.ratio  | zero or more
            budget.ratio: NaN   | recourse.retry.budget.ratio  | zero or more
            max-wait: 2 minuts  | recourse.retry.max-wait      | must be a duration: unknown unit of time 'minuts', use ms, s, m, h or d
            clients.a.timeout: soon | recourse.retry.clients.a.timeout | must be a duration
            budget.min-per-second: -1 | recourse.retry.budget.min-per-second | zero or more
            clients.github.budget.ratio: -0.1 | recourse.retry.clients.github.budget.ratio | zero or more
            clients.github.max-retries: -1 | recourse.retry.clients.github.max-retries | zero or more
            clients.github.delays.429: sever | recourse.retry.clients.github.delays.429 | did you mean 'server'
            """)
    void startWhenANumberIsWrongSaysWhatAndWhere(String line, String property, String reason, CapturedOutput output)
            throws Exception {
        start("recourse.retry." + line + "\n");
        assertThat(output)
                .contains("Setting: " + property + "\n")
                .containsPattern("Origin: .*application\\.yml\\] - 1:")
                .contains(reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            max-retries: three | recourse.retry.max-retries
            hand-off: beyond   | recourse.retry.hand-off
            max-body: 64 Kilo  | recourse.retry.max-body
            cooldown: cluster  | recourse.retry.cooldown
            idempotent: maybe  | recourse.retry.idempotent
            idempotency-key: 2 | recourse.retry.idempotency-key
            budget.ratio: much | recourse.retry.budget.ratio
            clients.github.cooldown: all | recourse.retry.clients.github.cooldown
            clients.github.budget.min-per-second: ten | recourse.retry.clients.github.budget.min-per-second
            """)
    void startWhenAValueIsOfAnotherTypeSaysWhatAndWhere(String line, String property, CapturedOutput output)
            throws Exception {
        start("recourse.retry." + line + "\n");
        assertThat(output)
                .contains("Setting: " + property + "\n")
                .containsPattern("Origin: .*application\\.yml\\] - 1:");
    }

    @Test
    void startWhenADurationIsWrongShowsItAsTyped(CapturedOutput output) throws Exception {
        start("recourse.retry.min-delay: -5ms\n");
        assertThat(output).contains("Setting: recourse.retry.min-delay\n").contains("Value: -5ms\n");
    }

    @Test
    void startWhenNobodyWouldBeHeldSaysSo(CapturedOutput output) throws Exception {
        start("recourse.retry:\n  max-wait: 1m30s\n  clients.github.min-delay: 95s\n");
        assertThat(output)
                .contains("Setting: recourse.retry.clients.github.min-delay\n")
                .contains("Value: 95s\n")
                .contains("must not be longer than max-wait (1m30s): no call would ever wait");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a: {body: /x}                            | conditions.a.status  | needs a status (403)
            a: {status: 403}                         | conditions.a         | either a body (a JSON pointer like /error/reason) or a header
            a: {status: 403, body: x}                | conditions.a.body    | must be a JSON pointer
            a: {status: 403, body: /x, matches: '('} | conditions.a.matches | Unclosed group
            a: {status: 1000, body: /x}              | conditions.a.status  | must be a status from 100 to 599
            timeout: {status: 403, body: /x}         | conditions.timeout   | already means something else
            """)
    void startWhenANamedConditionIsWrongSaysWhatAndWhere(String line, String key, String reason, CapturedOutput output)
            throws Exception {
        start("recourse.retry.clients.github.conditions:\n  " + line + "\n");
        assertThat(output)
                .contains("Setting: recourse.retry.clients.github." + key + "\n")
                .contains(reason)
                .contains("Write a test like {status: 403, body: /message, matches: '(?i)rate limit'}.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            429: 5s                           | recourse.retry.429                   | 429 is a condition: move it below delays.
            budget.429: 5s                    | recourse.retry.budget.429            | 429 is a condition: move it below delays.
            clients.github.503: 5s            | recourse.retry.clients.github.503    | 503 is a condition: move it below delays.
            5xx: 7s                           | recourse.retry.5xx                   | 5xx is a condition: move it below delays.
            read-timeout: 1s                  | recourse.retry.read-timeout          | read-timeout is a condition: move it below delays.
            com.acme.QuotaException: 1s       | recourse.retry.com.acme.QuotaException | com.acme.QuotaException is an exception type
            delays.clients.github: 1s         | recourse.retry.delays.clients.github | Move clients one level up
            github.max-retries: 5             | recourse.retry.github.max-retries    | If github is a client, move it below clients.
            max-retry: 5                      | recourse.retry.max-retry             | Did you mean max-retries?
            clients.github.max-retires: 5     | recourse.retry.clients.github.max-retires | Did you mean max-retries?
            ratio: 0.5                        | recourse.retry.ratio                 | Move it: ratio is known as recourse.retry.budget.ratio
            max-retries: {a: 1}               | recourse.retry.max-retries.a         | Write one value for recourse.retry.max-retries.
            """)
    void startWhenAKeyIsAtTheWrongDepthSaysWhereItBelongs(String line, String key, String remedy, CapturedOutput output)
            throws Exception {
        start("recourse.retry:\n  " + line + "\n");
        assertThat(output).contains("Setting: " + key + "\n").contains(remedy).containsPattern("Origin: .*yml\\] - 2:");
    }

    @Test
    void startWhenANameIsUnknownListsTheKnownOnes(CapturedOutput output) throws Exception {
        start("""
                recourse.retry:
                  conditions:
                    quota: {status: 403, header: X-Quota}
                  clients.github:
                    conditions:
                      secondary-limit: {status: 403, body: /message}
                    delays:
                      secondary-limits: 5s
                """);
        assertThat(output)
                .contains("Setting: recourse.retry.clients.github.delays.secondary-limits\n")
                .contains("did you mean secondary-limit? The named conditions are secondary-limit, quota")
                .containsPattern("Origin: .*yml\\] - 8:");
    }

    @Test
    void startWhenARuleIsAListSaysThatItIsOneText(CapturedOutput output) throws Exception {
        start("recourse.retry.delays:\n  429: [server, 60s]\n");
        assertThat(output)
                .contains("a rule is one text, not a list, and has no keys below it")
                .containsPattern("Origin: .*yml\\] - 2:");
    }

    @Test
    void startWhenAHeaderIsMeantSaysHowToReadIt(CapturedOutput output) throws Exception {
        start("recourse.retry.delays.429: Retry-After, 60s\n");
        assertThat(output).contains("'Retry-After' is a header; write server, or header(Retry-After)");
    }

    @Test
    void startWhenAKeyIsInBracketsSaysWhereItIs(CapturedOutput output) throws Exception {
        Files.writeString(
                directory.resolve("application.properties"),
                "a=b\nrecourse.retry.clients[my.api].delays[java.io.IOException]=sever\n");
        start("");
        assertThat(output).containsPattern("Origin: .*application\\.properties\\] - 2:");
    }

    @Test
    void startWhenAClientHasTheNameOfNoneSaysSo(CapturedOutput output) throws Exception {
        start("recourse.retry.clients.default.max-retries: 5\n");
        assertThat(output)
                .contains("Setting: recourse.retry.clients.default")
                .contains("calls that name no client are known by this name")
                .contains("Move its keys up to 'recourse.retry'");
    }

    @Test
    void startWhenAnnotationNamesAnUnknownClientListsTheKnownOnes(CapturedOutput output) throws Exception {
        start("recourse.retry.clients:\n  github.max-retries: 1\n  gitlab.max-retries: 2\n", UnknownClient.class);
        assertThat(output)
                .contains("Setting: @RetryOnStatus on " + UnknownClient.class.getName() + ".call")
                .contains("Value: gihub")
                .contains("no client of this name is configured")
                .contains("github, gitlab");
    }

    @Test
    void startWhenARuleOnAnAnnotationIsWrongNamesTheMethod(CapturedOutput output) throws Exception {
        start("", WrongRule.class);
        assertThat(output)
                .contains("@RetryOnStatus on " + WrongRule.class.getName() + ".call, delays.429")
                .contains("Value: retry_interval; 60s")
                .contains("at position 14");
    }

    @Test
    void startWhenAnAnnotationHasARuleWithoutConditionSaysSo(CapturedOutput output) throws Exception {
        start("", NoCondition.class);
        assertThat(output).contains("Value: server").contains("'429: server, 60s'");
    }

    @Test
    void startWhenANumberOnAnAnnotationIsWrongSaysSo(CapturedOutput output) throws Exception {
        start("", WrongNumber.class);
        assertThat(output)
                .contains(WrongNumber.class.getName() + ".call, maxRetries")
                .contains("Value: many");
    }

    @Test
    void startWhenAPlaceholderOnAnAnnotationIsUnknownSaysSo(CapturedOutput output) throws Exception {
        start("", UnknownPlaceholder.class);
        assertThat(output).contains(UnknownPlaceholder.class.getName()).contains("my.retries");
    }

    @Test
    void startWhenAnAnnotatedMethodReturnsABareFutureIsRefused(CapturedOutput output) throws Exception {
        start("", ReturnsFuture.class);
        assertThat(output)
                .contains("@RetryOnStatus on " + ReturnsFuture.class.getName() + ".call")
                .contains(Future.class.getName())
                .contains("cannot be retried");
    }

    @Test
    void startWhenAnAnnotatedMethodReturnsAStreamIsRefused(CapturedOutput output) throws Exception {
        start("", ReturnsStream.class);
        assertThat(output).contains(ReturnsStream.class.getName() + ".call").contains(Stream.class.getName());
    }

    @ParameterizedTest
    @CsvSource({"off", "no", "false", "true"})
    void startWhenARuleIsABooleanOfYamlSaysWhatWouldBeRight(String rule, CapturedOutput output) throws Exception {
        start("recourse.retry.delays.409: " + rule + "\n");
        assertThat(output).contains("Setting: recourse.retry.delays.409\n").contains("never");
    }

    @ParameterizedTest
    @CsvSource({
        "max-retires: 5",
        "delay.429: 5s",
        "clients.github.max-retires: 5",
        "budget.rate: 1",
        "idempotent-key: true",
        "clients.github.budget.per-second: 1"
    })
    void startWhenAKeyIsMistypedNamesIt(String line, CapturedOutput output) throws Exception {
        start("recourse.retry." + line + "\n");
        assertThat(output)
                .contains(
                        "recourse.retry." + line.substring(0, line.indexOf(':')).replace(".429", ""))
                .containsPattern("Origin: .*application\\.yml\\] - 1:");
    }

    @Test
    void startWhenANestedClassIsWrittenAsItPrintsSaysHowToWriteIt(CapturedOutput output) throws Exception {
        start("recourse.retry.delays:\n  " + Nested.class.getName() + ": 5s\n");
        assertThat(output)
                .contains("Spring Boot drops '$' from the name")
                .contains("Write the name in quotes and brackets: \"[" + Nested.class.getName() + "]\".");
    }

    @Test
    void startWhenARuleHasAnUnknownPlaceholderSaysSo(CapturedOutput output) throws Exception {
        start("recourse.retry.delays.429: ${my.delay}\n");
        assertThat(output).contains("Setting: recourse.retry.delays.429\n").containsIgnoringCase("placeholder");
    }

    private void start(String yaml, Class<?>... beans) throws Exception {
        Files.writeString(directory.resolve("application.yml"), yaml);
        Throwable failure = catchThrowable(() -> {
            try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                    .sources(beans)
                    .web(WebApplicationType.NONE)
                    .properties("spring.config.location=file:" + directory + "/")
                    .run()) {
                context.getId();
            }
        });
        assertThat(failure).as("the start").isNotNull();
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({AopAutoConfiguration.class, RetryAutoConfiguration.class})
    static class Application {}

    static class UnknownClient {
        @RetryOnStatus("gihub")
        public void call() {}
    }

    static class WrongRule {
        @RetryOnStatus(delays = "429: retry_interval; 60s")
        public void call() {}
    }

    static class NoCondition {
        @RetryOnStatus(delays = "server")
        public void call() {}
    }

    static class WrongNumber {
        @RetryOnStatus(maxRetries = "many")
        public void call() {}
    }

    static class UnknownPlaceholder {
        @RetryOnStatus(maxRetries = "${my.retries}")
        public void call() {}
    }

    static class ReturnsFuture {
        @RetryOnStatus
        public Future<String> call() {
            return new CompletableFuture<>();
        }
    }

    static class ReturnsStream {
        @RetryOnStatus
        public Stream<String> call() {
            return Stream.empty();
        }
    }

    static class Nested extends RuntimeException {}
}
