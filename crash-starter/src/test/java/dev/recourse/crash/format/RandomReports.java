package dev.recourse.crash.format;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.Application;
import dev.recourse.crash.CrashReport.CrashedThread;
import dev.recourse.crash.CrashReport.DeliveryStatus;
import dev.recourse.crash.CrashReport.Failure;
import dev.recourse.crash.CrashReport.Frame;
import dev.recourse.crash.CrashReport.Section;
import dev.recourse.crash.CrashReport.SentryInfo;
import dev.recourse.crash.CrashReport.Source;
import dev.recourse.crash.CrashReport.SystemInfo;
import dev.recourse.crash.CrashReport.ThreadDump;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** Reports of any shape: hostile texts, deep nesting, numbers and times at the ends of their ranges. */
final class RandomReports {

    private static final List<String> TEXTS = List.of(
            "",
            "boom",
            "\u0000\u0001\u001f",
            "\"}],\\",
            "\ud83d",
            "\ude00\ud83d",
            "\ud83d\ude00",
            "\u202e\u2028\ufeff",
            "\r\n\t",
            "</script>",
            "error",
            "stale");

    private static final List<Instant> TIMES = List.of(
            Instant.EPOCH,
            Instant.MIN,
            Instant.MAX,
            Instant.parse("9999-12-31T23:59:59.999999999Z"),
            Instant.parse("2026-11-22T15:42:00.123Z"));

    private static final List<Duration> DURATIONS = List.of(
            Duration.ZERO,
            Duration.ofMillis(-1),
            Duration.ofSeconds(Long.MAX_VALUE, 999_999_999),
            Duration.ofSeconds(Long.MIN_VALUE));

    private static final List<Integer> NUMBERS = List.of(0, 1, -1, -2, Integer.MAX_VALUE, Integer.MIN_VALUE);

    private final Random random;

    RandomReports(Random random) {
        this.random = random;
    }

    CrashReport next() {
        return CrashReport.builder(
                        ReportId.next(Instant.parse("2026-11-22T15:42:00.123Z")),
                        oneOf(List.of(Source.values())),
                        oneOf(TIMES),
                        chain(random.nextInt(4) == 0 ? 200 : 3, 20))
                .version(oneOf(NUMBERS))
                .kind(orNull(this::text))
                .application(orNull(this::application))
                .thread(new CrashedThread(text(), random.nextLong(), text(), random.nextBoolean()))
                .repeats(oneOf(NUMBERS))
                .delivery(new DeliveryStatus(
                        oneOf(List.of(DeliveryStatus.State.values())),
                        oneOf(NUMBERS),
                        orNull(() -> oneOf(TIMES)),
                        orNull(this::text),
                        list(3, this::text),
                        random.nextBoolean()))
                .context(context())
                .system(orNull(() -> new SystemInfo(map(), map(), map(), map(), text(), text())))
                .threads(list(10, () -> new ThreadDump(text(), text(), list(10, this::text))))
                .deadlocks(list(3, this::text))
                .log(list(100, this::text))
                .notes(list(10, this::text))
                .comment(orNull(this::text))
                .build();
    }

    /** Goes down by suppressed exceptions: to any depth where nothing else needs room. */
    private List<Failure> chain(int depth, int frames) {
        List<Failure> chain = new ArrayList<>();
        int length = depth > 3 ? 1 : random.nextInt(5);
        for (int i = 0; i < length; i++) {
            List<List<Failure>> suppressed = depth == 0 ? List.of() : List.of(chain(depth - 1, frames / 2));
            chain.add(new Failure(text(), orNull(this::text), list(frames, this::frame), suppressed));
        }
        return chain;
    }

    private Frame frame() {
        return new Frame(text(), text(), orNull(this::text), oneOf(NUMBERS), random.nextBoolean(), map());
    }

    private Application application() {
        return new Application(
                orNull(this::text),
                orNull(this::text),
                orNull(this::text),
                list(3, this::text),
                random.nextLong(),
                orNull(this::text),
                oneOf(DURATIONS),
                orNull(this::text),
                orNull(this::text),
                orNull(() -> new SentryInfo(orNull(this::text), orNull(this::text), orNull(this::text), map())));
    }

    private Map<String, Section> context() {
        Map<String, Section> sections = new LinkedHashMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            sections.put(text(), new Section(map(), orNull(this::text), random.nextBoolean()));
        }
        return sections;
    }

    private Map<String, String> map() {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            map.put(text(), text());
        }
        return map;
    }

    private String text() {
        String text = oneOf(TEXTS) + oneOf(TEXTS);
        return random.nextInt(50) == 0 ? text.repeat(random.nextInt(3000)) : text;
    }

    private <T> T orNull(Supplier<T> value) {
        return random.nextInt(4) == 0 ? null : value.get();
    }

    private <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private <T> List<T> list(int most, Supplier<T> item) {
        List<T> list = new ArrayList<>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            list.add(item.get());
        }
        return list;
    }
}
