package dev.recourse.crash.show;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.Application;
import dev.recourse.crash.CrashReport.CrashedThread;
import dev.recourse.crash.CrashReport.DeliveryStatus;
import dev.recourse.crash.CrashReport.Failure;
import dev.recourse.crash.CrashReport.Frame;
import dev.recourse.crash.CrashReport.Section;
import dev.recourse.crash.CrashReport.Source;
import dev.recourse.crash.CrashReport.SystemInfo;
import dev.recourse.crash.CrashReport.ThreadDump;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Reports to draw. */
public final class PageReports {

    static final Instant TIME = Instant.parse("2026-11-22T20:32:09.806Z");

    static final String ID = "20261122T203209.806Z-5a51e48e";

    private PageReports() {}

    /** Returns a report as a crash leaves it, with all parts. */
    public static CrashReport full() {
        return of(
                new Application(
                        "workbench", "2.7.1", "3f2a91c", List.of("bench"), 4711, "lathe-3", Duration.ofHours(30)),
                text -> text);
    }

    /** Returns a report in which each text is what the operator makes of it. */
    static CrashReport with(UnaryOperator<String> text) {
        return of(
                new Application(
                        text.apply("workbench"),
                        text.apply("2.7.1"),
                        text.apply("3f2a91c"),
                        List.of(text.apply("bench")),
                        4711,
                        text.apply("lathe-3"),
                        Duration.ofHours(30)),
                text);
    }

    /** Returns a report of these exceptions and nothing else. */
    static CrashReport of(List<Failure> exceptions) {
        return CrashReport.builder(ID, Source.UNCAUGHT, TIME, exceptions)
                .thread(new CrashedThread("main", 1, "RUNNABLE", false))
                .build();
    }

    static Frame own(String className, String method, int line, Map<String, String> locals) {
        return new Frame(className, method, file(className), line, true, locals);
    }

    static Frame library(String className, String method, int line) {
        return new Frame(className, method, file(className), line, false, Map.of());
    }

    private static String file(String className) {
        String simple = className.substring(className.lastIndexOf('.') + 1);
        return (simple.indexOf('$') < 0 ? simple : simple.substring(0, simple.indexOf('$'))) + ".java";
    }

    private static CrashReport of(Application application, UnaryOperator<String> text) {
        List<String> log = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            log.add(text.apply(
                    "2026-11-22T20:32:%02d.120Z DEBUG [serial-port] d.r.samples.workbench.SerialPort : 12.0%d mm"
                            .formatted(i % 60, i % 10)));
        }
        return CrashReport.builder(ID, Source.UNCAUGHT, TIME, exceptions(text))
                .application(application)
                .thread(new CrashedThread(text.apply("serial-port"), 34, text.apply("RUNNABLE"), false))
                .repeats(3)
                .delivery(new DeliveryStatus(
                        DeliveryStatus.State.PENDING,
                        2,
                        TIME.plusSeconds(300),
                        text.apply("connection refused"),
                        List.of(text.apply("audit"))))
                .context(context(text))
                .system(new SystemInfo(
                        each(text, "version", "17.0.15+6", "vendor", "Eclipse Adoptium", "options", "-Xmx64m"),
                        each(text, "name", "Linux", "version", "6.8.0", "arch", "amd64", "processors", "8"),
                        each(text, "heap used", "31 MB", "heap max", "64 MB"),
                        each(text, "free", "112 GB", "total", "480 GB"),
                        text.apply("en_GB"),
                        text.apply("Europe/Oslo")))
                .threads(
                        List.of(
                                new ThreadDump(
                                        text.apply("main"),
                                        text.apply("WAITING"),
                                        List.of(text.apply("java.lang.Thread.join(Thread.java:1313)"))),
                                new ThreadDump(
                                        text.apply("scheduling-1"),
                                        text.apply("TIMED_WAITING"),
                                        List.of(
                                                text.apply("jdk.internal.misc.Unsafe.park(Native Method)"),
                                                text.apply(
                                                        "java.util.concurrent.locks.LockSupport.parkNanos(LockSupport.java:252)")))))
                .deadlocks(List.of(text.apply("\"pump\" waits for a lock of \"valve\"")))
                .log(log)
                .notes(List.of(text.apply("Provider camera took longer than 250 ms")))
                .build();
    }

    private static List<Failure> exceptions(UnaryOperator<String> text) {
        String base = "dev.recourse.samples.workbench.";
        Frame loop = ownOf(
                text,
                base + "SerialPort",
                "readAll",
                27,
                each(text, "line", "\"12.O6\"", "this", "SerialPort", "port", "\"/dev/ttyUSB0\""));
        List<Frame> entry = List.of(
                libraryOf(text, "java.util.concurrent.ThreadPoolExecutor", "runWorker", 1136),
                libraryOf(text, "java.util.concurrent.ThreadPoolExecutor$Worker", "run", 635),
                libraryOf(text, "java.lang.Thread", "run", 840));
        List<Frame> outer = new ArrayList<>(List.of(
                ownOf(
                        text,
                        base + "SerialPort",
                        "read",
                        35,
                        each(
                                text,
                                "reading",
                                "null",
                                "this",
                                "SerialPort",
                                "line",
                                "\"12.O6\"",
                                "previous",
                                "Reading[line=12.04, millimetres=12.04]",
                                "retries",
                                "0",
                                "history",
                                "[12.01, 12.02, 12.02, 12.03, 12.03, 12.04, ... 114 more]",
                                "callback",
                                "dev.recourse.samples.workbench.SerialPort$$Lambda@1f2e3d")),
                libraryOf(text, "org.springframework.aop.support.AopUtils", "invokeJoinpointUsingReflection", 359),
                libraryOf(text, "org.springframework.aop.framework.ReflectiveMethodInvocation", "invokeJoinpoint", 190),
                libraryOf(text, "org.springframework.aop.framework.JdkDynamicAopProxy", "invoke", 215),
                libraryOf(text, "jdk.proxy2.$Proxy61", "read", -1),
                loop));
        outer.addAll(entry);
        List<Frame> inner = new ArrayList<>(List.of(
                libraryOf(text, "jdk.internal.math.FloatingDecimal", "readJavaFormatString", 2054),
                libraryOf(text, "java.lang.Double", "parseDouble", 651),
                ownOf(text, base + "SerialPort", "read", 34, each(text, "line", "\"12.O6\""))));
        inner.addAll(outer.subList(1, outer.size()));
        Failure closing = new Failure(
                text.apply("java.io.IOException"),
                text.apply("port is gone"),
                List.of(ownOf(text, base + "SerialPort", "close", 61, Map.of())),
                List.of());
        return List.of(
                new Failure(
                        text.apply("java.lang.IllegalStateException"),
                        text.apply("The gauge sent \"12.O6\""),
                        outer,
                        List.of(List.of(closing))),
                new Failure(
                        text.apply("java.lang.NumberFormatException"),
                        text.apply("For input string: \"12.O6\""),
                        inner,
                        List.of()));
    }

    private static Frame ownOf(
            UnaryOperator<String> text, String className, String method, int line, Map<String, String> locals) {
        return new Frame(text.apply(className), text.apply(method), text.apply("SerialPort.java"), line, true, locals);
    }

    private static Frame libraryOf(UnaryOperator<String> text, String className, String method, int line) {
        return new Frame(
                text.apply(className),
                text.apply(method),
                line < 0 ? null : text.apply(file(className)),
                line,
                false,
                Map.of());
    }

    private static Map<String, Section> context(UnaryOperator<String> text) {
        Map<String, Section> context = new LinkedHashMap<>();
        context.put(
                text.apply("project"),
                Section.of(
                        each(text, "name", "gearbox", "tool", "lathe", "server", "https://***@projects.acme.example")));
        context.put(
                text.apply("serial"),
                new Section(
                        each(text, "line", "12.04", "millimetres", "12.04"),
                        text.apply("took longer than 250 ms"),
                        true));
        context.put(text.apply("camera"), Section.failed(text.apply("java.io.IOException: no camera")));
        return context;
    }

    private static Map<String, String> each(UnaryOperator<String> text, String... namesAndValues) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put(text.apply(namesAndValues[i]), text.apply(namesAndValues[i + 1]));
        }
        return map;
    }
}
