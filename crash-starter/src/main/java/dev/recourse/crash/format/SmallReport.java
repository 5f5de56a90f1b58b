package dev.recourse.crash.format;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.Application;
import dev.recourse.crash.CrashReport.CrashedThread;
import dev.recourse.crash.CrashReport.DeliveryStatus;
import dev.recourse.crash.CrashReport.Failure;
import dev.recourse.crash.CrashReport.Frame;
import dev.recourse.crash.CrashReport.SentryInfo;
import dev.recourse.crash.render.TextCut;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The form of a report that can always be written and read: what crashed, of which kind, whose it is.
 *
 * @param exceptions most that are kept
 * @param frames most of an exception
 * @param items most of any other list
 * @param length of the longest text
 */
record SmallReport(int exceptions, int frames, int items, int length) {

    /** From the largest to one that, with all texts in escapes, takes less than the smallest {@code max-report-size}, 16 KB. */
    static final List<SmallReport> SIZES = List.of(
            new SmallReport(10, 100, 50, 1000),
            new SmallReport(10, 40, 20, 500),
            new SmallReport(5, 20, 20, 300),
            new SmallReport(3, 10, 10, 200),
            new SmallReport(1, 5, 5, 100),
            new SmallReport(1, 0, 1, 60));

    CrashReport of(CrashReport report) {
        Instant time = report.time();
        if (!TimeRange.contains(time)) {
            time = ReportId.isValid(report.id()) ? ReportId.time(report.id()) : Instant.EPOCH;
        }
        CrashReport small = CrashReport.builder(report.id(), report.source(), time, failures(report.exceptions()))
                .version(Math.max(0, report.version()))
                .kind(cut(report.kind()))
                .application(application(report.application()))
                .thread(thread(report.thread()))
                .repeats(Math.max(0, report.repeats()))
                .delivery(delivery(report.delivery()))
                .notes(few(report.notes(), this::text))
                .comment(cut(report.comment()))
                .build();
        return ReportReduction.noted(
                small, "all but the first exceptions, the first frames of each, and the beginning of long texts");
    }

    private List<Failure> failures(List<Failure> chain) {
        List<Failure> failures = chain.stream()
                .limit(exceptions)
                .map(failure -> new Failure(
                        failure.type().isEmpty() ? ShortReport.UNKNOWN_TYPE : text(failure.type()),
                        cut(failure.message()),
                        failure.frames().stream().limit(frames).map(this::frame).toList(),
                        List.of()))
                .toList();
        return failures.isEmpty()
                ? List.of(new Failure(ShortReport.UNKNOWN_TYPE, null, List.of(), List.of()))
                : failures;
    }

    private Frame frame(Frame frame) {
        return new Frame(
                text(frame.className()),
                text(frame.method()),
                cut(frame.file()),
                frame.line(),
                frame.inApp(),
                Map.of());
    }

    private @Nullable Application application(@Nullable Application application) {
        if (application == null) {
            return null;
        }
        return new Application(
                cut(application.name()),
                cut(application.version()),
                cut(application.git()),
                few(application.profiles(), this::text),
                application.pid(),
                cut(application.host()),
                TimeRange.contains(application.uptime()) ? application.uptime() : Duration.ZERO,
                cut(application.release()),
                cut(application.environment()),
                sentry(application.sentry()));
    }

    private @Nullable SentryInfo sentry(@Nullable SentryInfo sentry) {
        if (sentry == null) {
            return null;
        }
        Map<String, String> tags = new LinkedHashMap<>();
        sentry.tags().entrySet().stream()
                .limit(items)
                .forEach(tag -> tags.put(text(tag.getKey()), text(tag.getValue())));
        return new SentryInfo(cut(sentry.dist()), cut(sentry.server()), cut(sentry.project()), tags);
    }

    private CrashedThread thread(CrashedThread thread) {
        return new CrashedThread(text(thread.name()), thread.id(), text(thread.state()), thread.virtual());
    }

    private DeliveryStatus delivery(DeliveryStatus delivery) {
        Instant lastTry = delivery.lastTry();
        return new DeliveryStatus(
                delivery.state(),
                Math.max(0, delivery.tries()),
                lastTry == null || TimeRange.contains(lastTry) ? lastTry : null,
                cut(delivery.answer()),
                few(delivery.deliveredTo(), this::text),
                delivery.consent());
    }

    private <T> List<T> few(List<T> list, Function<T, T> each) {
        return list.stream().limit(items).map(each).toList();
    }

    private String text(String text) {
        return TextCut.shortened(text, length);
    }

    private @Nullable String cut(@Nullable String text) {
        return text == null ? null : text(text);
    }
}
