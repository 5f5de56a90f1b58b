package dev.recourse.retry.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.retry.RetryEvent.CooldownStart;
import dev.recourse.retry.RetryEvent.End;
import dev.recourse.retry.RetryEvent.Outcome;
import dev.recourse.retry.RetryEvent.Park;
import dev.recourse.retry.RetryEvent.Resume;
import dev.recourse.retry.RetryEvent.Wait;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dashboard asks only for what Prometheus gets. */
class GrafanaDashboardTests {

    private static final Pattern METRIC = Pattern.compile("\\brecourse_\\w+");

    private static final Pattern SELECTED = Pattern.compile("(\\w+)=~?\"([^\"]*)\"");

    private static final Pattern GROUPED = Pattern.compile("\\bby \\(([^)]*)\\)");

    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((\\w+), (\\w+)\\)");

    private static final Pattern SAMPLE = Pattern.compile("(?m)^(recourse_\\w+)(?:\\{([^}]*)})? ");

    private final JsonNode dashboard = read();

    private final Map<String, Map<String, Set<String>>> exposed = expose();

    @Test
    void queriesNameMetricsAndTagsThatAreExposed() {
        List<String> queries = dashboard.findValuesAsString("expr");
        assertThat(queries).hasSizeGreaterThanOrEqualTo(dashboard.get("panels").size());
        assertThat(queries).allSatisfy(query -> {
            Set<String> metrics = new HashSet<>(
                    METRIC.matcher(query).results().map(MatchResult::group).toList());
            assertThat(metrics).isNotEmpty();
            for (String metric : metrics) {
                assertThat(exposed).containsKey(metric);
                assertThat(exposed.get(metric).keySet()).containsAll(tags(query));
                SELECTED.matcher(query)
                        .results()
                        .filter(selected -> !selected.group(2).startsWith("$"))
                        .forEach(selected -> assertThat(exposed.get(metric).get(selected.group(1)))
                                .contains(selected.group(2)));
            }
        });
    }

    @Test
    void queriesNameEveryMetric() {
        assertThat(dashboard.findValuesAsString("expr").stream()
                        .flatMap(query -> METRIC.matcher(query).results())
                        .map(MatchResult::group))
                .containsAll(exposed.keySet());
    }

    @Test
    void legendsNameTagsOfTheirQuery() {
        for (JsonNode target : dashboard.findParents("legendFormat")) {
            assertThat(Pattern.compile("\\{\\{(\\w+)}}")
                            .matcher(target.get("legendFormat").asString())
                            .results()
                            .map(tag -> tag.group(1)))
                    .isSubsetOf(tags(target.get("expr").asString()));
        }
    }

    @Test
    void variablesAskForTagsThatAreExposed() {
        assertThat(dashboard.findValuesAsString("definition")).isNotEmpty().allSatisfy(definition -> {
            MatchResult asked =
                    LABEL_VALUES.matcher(definition).results().findFirst().orElseThrow();
            assertThat(exposed.get(asked.group(1))).containsKey(asked.group(2));
        });
    }

    private static List<String> tags(String query) {
        return Stream.concat(
                        SELECTED.matcher(query).results().map(selected -> selected.group(1)),
                        GROUPED.matcher(query)
                                .results()
                                .flatMap(grouped -> Stream.of(grouped.group(1).split(", "))))
                .toList();
    }

    @Test
    void pageNamesEveryMeterWithItsTags() throws IOException {
        String page = Files.readString(Path.of("../docs/retry-observability.md"));
        assertThat(registry().getMeters()).isNotEmpty().allSatisfy(meter -> {
            String row = page.lines()
                    .filter(line -> line.startsWith("| `" + meter.getId().getName() + "` |"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("No line for " + meter.getId()));
            assertThat(meter.getId().getTags())
                    .allSatisfy(tag -> assertThat(row).contains("`" + tag.getKey() + "`"));
        });
    }

    private static PrometheusMeterRegistry registry() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        RetryMetrics meters = new RetryMetrics(() -> 1);
        meters.bindTo(registry);
        meters.onEvent(new Wait(
                "github", "GitHub.events", 1, 4, Duration.ofSeconds(5), "429", "server", "", new IOException()));
        StoredCallMetrics stored = new StoredCallMetrics(Map::of, () -> Set.of("github"));
        stored.bindTo(registry);
        stored.afterSingletonsInstantiated();
        stored.onEvent(new Resume("github", "GitHub.events", "github-1", 1, Duration.ofMillis(20)));
        stored.onEvent(new Park("github", "GitHub.events", "github-1", 4, "exhausted"));
        for (Outcome outcome : Outcome.values()) {
            meters.onEvent(new End("github", "GitHub.events", 2, outcome, null));
        }
        meters.onEvent(new CooldownStart("github", Instant.EPOCH, new IOException()));
        new CooldownStoreMetrics(() -> true).bindTo(registry);
        return registry;
    }

    /** Returns the values by metric and tag. */
    private static Map<String, Map<String, Set<String>>> expose() {
        Map<String, Map<String, Set<String>>> exposed = new HashMap<>();
        SAMPLE.matcher(registry().scrape()).results().forEach(sample -> {
            Map<String, Set<String>> tags = exposed.computeIfAbsent(sample.group(1), metric -> new HashMap<>());
            SELECTED.matcher(Objects.toString(sample.group(2), ""))
                    .results()
                    .forEach(tag -> tags.computeIfAbsent(tag.group(1), name -> new HashSet<>())
                            .add(tag.group(2)));
        });
        return exposed;
    }

    private static JsonNode read() {
        return JsonMapper.shared().readTree(Path.of("../docs/grafana-dashboard.json"));
    }
}
