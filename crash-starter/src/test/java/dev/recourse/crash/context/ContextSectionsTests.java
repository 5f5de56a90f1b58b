package dev.recourse.crash.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.crash.CrashReport.Section;
import dev.recourse.crash.render.Redactor;
import dev.recourse.crash.render.RenderLimits;
import dev.recourse.crash.render.ValueRenderer;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ContextSectionsTests {

    private final ValueRenderer renderer =
            new ValueRenderer(new RenderLimits(4, 20, 300), new Redactor(List.of(), List.of()));

    private final ContextSections sections = new ContextSections(Duration.ofSeconds(3), renderer);

    @Test
    void collectWhenProvidersAnswerHasASectionForEachInOrder() {
        sections.add("second", 2, () -> "single");
        sections.add("first", 1, () -> new TreeMap<>(Map.of("password", "hunter2", "tool", "lathe")));
        assertThat(sections.collect())
                .containsExactly(
                        Map.entry("first", Section.of(new TreeMap<>(Map.of("password", "***", "tool", "lathe")))),
                        Map.entry("second", Section.of(Map.of("value", "single"))));
    }

    @Test
    void collectWhenMapHasNoOrderIsSortedByName() {
        Map<String, Integer> values = new LinkedHashMap<>();
        IntStream.rangeClosed(1, 300).forEach(i -> values.put("name-%03d".formatted(i * 11 % 301), i));
        sections.add("copy", 0, () -> Map.copyOf(values));
        sections.add("hash", 0, () -> new HashMap<>(values));
        sections.add("concurrent", 0, () -> new ConcurrentHashMap<>(values));
        sections.add("linked", 0, () -> values);
        Map<String, Section> collected = sections.collect();
        List<String> sorted = values.keySet().stream().sorted().limit(100).toList();
        for (String unordered : List.of("copy", "hash", "concurrent")) {
            assertThat(collected.get(unordered).values().keySet())
                    .startsWith(sorted.toArray(String[]::new))
                    .hasSize(101);
        }
        assertThat(collected.get("linked").values().keySet()).startsWith("name-011", "name-022", "name-033");
    }

    @Test
    void collectWhenNamesClashKeepsBoth() {
        sections.add("serial", 0, () -> 1);
        sections.add("serial", 0, () -> 2);
        assertThat(sections.collect()).containsOnlyKeys("serial", "serial-2");
    }

    @Test
    void collectWhenProvidersMisbehaveHasTheOthers() {
        Object lock = new Object();
        CountDownLatch never = new CountDownLatch(1);
        sections.add("throws", 0, () -> {
            throw new IllegalStateException("token=abc");
        });
        sections.add("fails", 0, () -> {
            throw new StackOverflowError();
        });
        sections.add("hangs", 0, () -> {
            never.await();
            return 1;
        });
        sections.add("locks", 0, () -> {
            synchronized (lock) {
                return 1;
            }
        });
        sections.add("large", 0, () -> Map.of("x", "y".repeat(50_000_000)));
        sections.add("null", 0, () -> null);
        sections.add("good", 0, () -> 1);
        Map<String, Section> collected;
        synchronized (lock) {
            collected = sections.collect();
        }
        assertThat(collected.get("throws").error()).isEqualTo("java.lang.IllegalStateException: token=***");
        assertThat(collected.get("fails").error()).isEqualTo("java.lang.StackOverflowError");
        assertThat(collected.get("hangs").error()).isEqualTo("no answer in 3000 ms");
        assertThat(collected.get("locks").error()).isEqualTo("no answer in 3000 ms");
        assertThat(collected.get("large").values().get("x")).hasSizeLessThan(310);
        assertThat(collected.get("null").values()).containsEntry("value", "null");
        assertThat(collected.get("good").values()).containsEntry("value", "1");
    }

    @Test
    void collectWhenStormAsksOnce() {
        AtomicInteger calls = new AtomicInteger();
        sections.add("counted", 0, calls::incrementAndGet);
        for (int i = 0; i < 100; i++) {
            sections.collect();
        }
        assertThat(calls).hasValue(1);
    }

    @Test
    void collectUnlessBusyWhenNobodyCollectsIsFresh() {
        sections.add("workbench", 0, () -> Map.of("tool", "lathe"));
        assertThat(sections.collectUnlessBusy()).containsEntry("workbench", Section.of(Map.of("tool", "lathe")));
    }

    @Test
    void collectUnlessBusyFromAProviderDoesNotHoldItUp() {
        sections.add("nested", 0, () -> sections.collectUnlessBusy().size());
        assertThat(sections.collect()).containsEntry("nested", Section.of(Map.of("value", "0")));
    }

    @Test
    void answerWhenProviderFailsLaterIsTheLastGoodOne() {
        AtomicInteger calls = new AtomicInteger();
        SectionProvider provider = new SectionProvider(
                "flaky",
                0,
                () -> {
                    if (calls.getAndIncrement() > 0) {
                        throw new IllegalStateException("gone");
                    }
                    return "good";
                },
                new SectionRenderer(renderer));
        provider.ask();
        assertThat(provider.answer(Duration.ofSeconds(5), Duration.ofSeconds(5), () -> false)
                        .stale())
                .isFalse();
        provider.ask();
        assertThat(provider.answer(Duration.ofSeconds(5), Duration.ofSeconds(5), () -> false))
                .isEqualTo(new Section(Map.of("value", "good"), "java.lang.IllegalStateException: gone", true));
    }

    /** Eight values that hang take longer than the provider may. */
    @Test
    void collectWhenValuesHangRendersTheirNeighbours() {
        CountDownLatch never = new CountDownLatch(1);
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < 8; i++) {
            values.put("hangs" + i, new Object() {
                @Override
                public String toString() {
                    try {
                        never.await();
                    } catch (InterruptedException ex) {
                        Thread.currentThread().interrupt();
                    }
                    return "never";
                }
            });
            values.put("good" + i, i);
        }
        ContextSections quick = new ContextSections(Duration.ofMillis(250), renderer);
        quick.add("mixed", 0, () -> values);
        Map<String, String> section = quick.collect().get("mixed").values();
        assertThat(section).hasSize(16).containsEntry("good0", "0").containsEntry("good7", "7");
        assertThat(section.get("hangs7")).endsWith("<no answer in 50 ms>");
    }

    @Test
    void collectWhenNoTimeIsLeftForValuesSaysSo() {
        SectionRenderer sections = new SectionRenderer(renderer);
        assertThat(sections.render(SectionRenderer.copy(Map.of("a", 1)), () -> true))
                .containsExactly(Map.entry("a", "<not read: no time left>"));
    }
}
