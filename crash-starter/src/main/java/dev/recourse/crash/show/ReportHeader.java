package dev.recourse.crash.show;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.Application;
import dev.recourse.crash.CrashReport.DeliveryStatus;
import dev.recourse.crash.CrashReport.Failure;
import dev.recourse.crash.CrashReport.Source;
import dev.recourse.crash.render.TextCut;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Draws the top of a report's page: what happened, when, where, and how far the report got. */
final class ReportHeader {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "d MMMM uuuu, HH:mm:ss 'UTC'", Locale.ROOT)
            .withLocale(Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static final int LONGEST_NAME = 2000;

    private final Html html;

    ReportHeader(Html html) {
        this.html = html;
    }

    void draw(CrashReport report) {
        Failure failure = report.failure();
        html.in("header class=\"headline\"", () -> {
            html.in("h1", () -> type(failure.type()));
            if (failure.message() != null) {
                html.value("div class=\"message\"", failure.message());
            }
            rootCause(report);
            html.in("dl class=\"facts\"", () -> facts(report));
        });
    }

    /** Returns a time as people read it. */
    static String time(Instant time) {
        return TIME.format(time);
    }

    /** Returns how far a report got, in a word or two. */
    static String state(DeliveryStatus.State state) {
        return switch (state) {
            case PENDING -> "not sent yet";
            case DELIVERED -> "sent";
            case REFUSED -> "refused";
        };
    }

    private void type(String type) {
        int dot = type.lastIndexOf('.') + 1;
        html.in("span class=\"package\"", () -> html.name(shortened(type.substring(0, dot))))
                .in("span", () -> html.name(shortened(type.substring(dot))));
    }

    /** No class has such a name, and a report may say anything. */
    private static String shortened(String name) {
        return TextCut.shortened(name, LONGEST_NAME);
    }

    private void rootCause(CrashReport report) {
        int size = report.exceptions().size();
        Failure root = report.exceptions().get(size - 1);
        if (!root.equals(report.failure())) {
            html.in(
                    "p class=\"cause\"",
                    () -> html.text("Root cause: ")
                            .in("a href=\"#exception-" + size + '"', root.type())
                            .text(root.message() == null ? "" : ": ")
                            .value("span", root.message() == null ? "" : root.message()));
        }
    }

    private void facts(CrashReport report) {
        fact("When", time(report.time()));
        Application application = report.application();
        if (application != null) {
            fact("Application", named(application));
            if (application.pid() != 0) {
                fact("Process", process(application));
            }
        }
        fact("Thread", thread(report.thread()));
        fact("Set off by", source(report.source()));
        fact("Report", report.id());
        fact("Delivery", delivery(report.delivery()));
        if (report.repeats() > 0) {
            fact(
                    "Repeats",
                    "the same crash " + report.repeats() + (report.repeats() == 1 ? " more time" : " more times"));
        }
    }

    private void fact(String name, String value) {
        html.in("div", () -> html.in("dt", name).value("dd", value));
    }

    private static String named(Application application) {
        String name = Stream.of(application.name(), application.version())
                .filter(part -> part != null && !part.isEmpty())
                .collect(Collectors.joining(" "));
        return Stream.of(
                        name.isEmpty() ? "unnamed" : name,
                        application.git() == null ? "" : "commit " + application.git(),
                        application.profiles().isEmpty() ? "" : "profiles " + String.join(", ", application.profiles()))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static String process(Application application) {
        return application.pid() + (application.host() == null ? "" : " on " + application.host()) + ", up "
                + words(application.uptime());
    }

    private static String words(Duration time) {
        long days = time.toDays();
        String rest = String.format(
                Locale.ROOT, "%d:%02d:%02d", time.toHoursPart(), time.toMinutesPart(), time.toSecondsPart());
        return time.toMinutes() == 0 ? time.toSeconds() + " s" : days > 0 ? days + " d " + rest : rest;
    }

    private static String thread(CrashReport.CrashedThread thread) {
        String kind = (thread.virtual() ? "virtual, " : "") + thread.state().toLowerCase(Locale.ROOT);
        return thread.name() + (thread.id() == 0 ? "" : " (#" + thread.id() + ", " + kind + ')');
    }

    /** Returns what set a report off, in words. */
    static String source(Source source) {
        return switch (source) {
            case UNCAUGHT -> "an exception that the thread died of";
            case STARTUP -> "an application that could not start";
            case SCHEDULED -> "a scheduled method";
            case ASYNC -> "an asynchronous method";
            case REACTOR -> "an error that Reactor dropped";
            case MANUAL -> "the application itself";
        };
    }

    private static String delivery(DeliveryStatus delivery) {
        return Stream.of(
                        state(delivery.state()),
                        delivery.deliveredTo().isEmpty() ? "" : "taken by " + String.join(", ", delivery.deliveredTo()),
                        delivery.tries() == 0 ? "" : delivery.tries() + (delivery.tries() == 1 ? " try" : " tries"),
                        delivery.lastTry() == null ? "" : "last " + time(delivery.lastTry()),
                        delivery.answer() == null ? "" : delivery.answer())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
    }
}
