package dev.recourse.crash.sentry;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.Application;
import dev.recourse.crash.CrashReport.CrashedThread;
import dev.recourse.crash.CrashReport.Failure;
import dev.recourse.crash.CrashReport.Frame;
import dev.recourse.crash.CrashReport.Section;
import dev.recourse.crash.CrashReport.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Reports to send. */
final class SentryReports {

    static final String ID = "20261122T154200.123Z-7f3a9c1e";

    private SentryReports() {}

    static CrashReport report() {
        return report(ID, Source.UNCAUGHT, List.of(failure("com.acme.Boom", "broken")));
    }

    static CrashReport report(Source source) {
        return report(ID, source, List.of(failure("com.acme.Boom", "broken")));
    }

    static CrashReport report(String id, Source source, List<Failure> failures) {
        return CrashReport.builder(id, source, Instant.parse("2026-11-22T15:42:00.123Z"), failures)
                .application(new Application("acme", "1.2", "abc1234", List.of(), 42, "host", Duration.ofMinutes(3)))
                .thread(new CrashedThread("worker-1", 31, "RUNNABLE", false))
                .repeats(2)
                .context(Map.of(
                        "workbench", Section.of(Map.of("tool", "lathe")),
                        "os", Section.of(Map.of("mine", "yes")),
                        "serial", new Section(Map.of("last", "17"), "too slow", true)))
                .notes(List.of("no disk"))
                .build();
    }

    static Failure failure(String type, String message, Failure... suppressed) {
        return new Failure(
                type,
                message,
                List.of(
                        new Frame("com.acme.Lathe", "turn", "Lathe.java", 12, true, Map.of("speed", "900")),
                        new Frame("java.lang.Thread", "run", null, -2, false, Map.of())),
                List.of(suppressed).stream().map(List::of).toList());
    }

    static Failure deep(int frames) {
        return new Failure(
                "com.acme.Deep",
                null,
                IntStream.range(0, frames)
                        .mapToObj(i -> new Frame("com.acme.Deep", "call" + i, "Deep.java", i, true, Map.of()))
                        .toList(),
                List.of());
    }
}
