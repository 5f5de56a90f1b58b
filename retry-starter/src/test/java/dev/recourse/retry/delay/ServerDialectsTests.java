package dev.recourse.retry.delay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.convert.DurationStyle;

/** What servers say, and how long is waited: the tables of {@code docs/server-dialects.md}. */
class ServerDialectsTests {

    private static final String DATE = "Date: Fri, 29 Sep 2023 16:26:37 GMT\n";

    private static final Pattern ROW = Pattern.compile("(?m)^\\| (.+?) \\| (`.+`) \\| (\\w[\\w ]*) \\|$");

    private static final Pattern CODE = Pattern.compile("`(.+?)`");

    @ParameterizedTest
    @MethodSource
    void serverWhenResponseSaysIsAsInThePage(Dialect dialect) {
        Received received = Received.headers(DATE + dialect.headers()).withBody(dialect.body());

        DelayResult answer = Rule.parse("server").answer(received.failure(), Received.at(Instant.EPOCH));

        switch (dialect.delay) {
            case "none" -> assertThat(answer).isEqualTo(DelayResult.NONE);
            case "no retry" -> assertThat(answer).isInstanceOf(DelayResult.Stop.class);
            default ->
                assertThat(answer)
                        .isInstanceOfSatisfying(
                                DelayResult.Delay.class,
                                delay -> assertThat(delay.delay()).isEqualTo(dialect.duration()));
        }
    }

    static Stream<Dialect> serverWhenResponseSaysIsAsInThePage() throws IOException {
        List<Dialect> dialects = ROW.matcher(Files.readString(Path.of("../docs/server-dialects.md")))
                .results()
                .map(row -> new Dialect(row.group(1), code(row.group(2)), row.group(3)))
                .toList();
        assertThat(dialects).hasSizeGreaterThan(30);
        return dialects.stream();
    }

    @ParameterizedTest
    @MethodSource
    void ruleOfThePageIsUnderstood(String rule) {
        assertThat(Rule.parse(rule)).isNotNull();
    }

    static Stream<String> ruleOfThePageIsUnderstood() throws IOException {
        String page = Files.readString(Path.of("../docs/server-dialects.md"));
        return Pattern.compile("\\| `([^`]+, 30s)` \\|").matcher(page).results().map(rule -> rule.group(1));
    }

    private static List<String> code(String cell) {
        return CODE.matcher(cell)
                .results()
                .map((MatchResult code) -> code.group(1))
                .toList();
    }

    /** @param lines headers, or a body */
    record Dialect(String who, List<String> lines, String delay) {

        String headers() {
            return lines.stream().filter(line -> !isBody(line)).collect(Collectors.joining("\n"));
        }

        String body() {
            return lines.stream().filter(Dialect::isBody).collect(Collectors.joining());
        }

        private static boolean isBody(String line) {
            return line.startsWith("{") || line.startsWith("[");
        }

        Duration duration() {
            return DurationStyle.SIMPLE.parse(delay);
        }

        @Override
        public String toString() {
            return who + " " + lines;
        }
    }
}
