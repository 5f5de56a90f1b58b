package dev.recourse.crash.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.Failure;
import dev.recourse.crash.CrashReport.Source;
import dev.recourse.crash.locals.LocalsRecorder;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("child")
class ChildTests {

    @TempDir
    private Path work;

    private Child child;

    @BeforeEach
    void child() {
        child = new Child(work);
    }

    private CrashReport onlyReport(String folder) throws IOException {
        assertThat(child.files("new")).isEmpty();
        assertThat(child.files("pending").size()
                        + child.files("sent").size()
                        + child.files("quarantine").size())
                .isEqualTo(1);
        assertThat(child.reports(folder)).hasSize(1);
        return child.reports(folder).get(0);
    }

    private static List<String> linesWith(Child.Ended ended, String text) {
        return ended.err().lines().filter(line -> line.contains(text)).toList();
    }

    @Test
    void mainWhenItThrowsLeavesAReportAndEndsAsWithoutTheStarter() throws Exception {
        Child.Ended ended = child.run("main");

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err())
                .containsOnlyOnce("Exception in thread \"main\" java.lang.IllegalStateException: boom in main")
                .containsOnlyOnce("at dev.recourse.crash.child.ChildApplication.main(");
        CrashReport report = onlyReport("pending");
        assertThat(report.source()).isEqualTo(Source.UNCAUGHT);
        assertThat(report.context().get("workbench").values())
                .containsEntry("project", "engine")
                .containsEntry("password", "***");
        assertThat(report.context().get("serial").values()).containsEntry("value", "42 mm");
        assertThat(report.exceptions().get(0).frames()).anyMatch(CrashReport.Frame::inApp);
        assertThat(report.thread().state()).isEqualTo("RUNNABLE");
        assertThat(report.threads()).isNotEmpty();
        assertThat(report.log()).isNotEmpty();
        assertThat(report.notes())
                .containsExactly(
                        "No local variables: the application runs without -javaagent:recourse-crash-locals.jar");
        assertThat(ended.err()).containsOnlyOnce("report " + report.id());
        assertThat(child.reports().resolve("pending")).isDirectoryContaining("glob:**" + report.id() + ".json");
        try (var files = Files.list(child.reports())) {
            assertThat(files).noneMatch(file -> file.getFileName().toString().startsWith(".reserve"));
        }
    }

    @Test
    void reportWhenLocalsAreNotOnTheClassPathSaysSo() throws Exception {
        assertThat(child.without(LocalsRecorder.class).run("main").exitCode()).isEqualTo(1);
        assertThat(onlyReport("pending").notes())
                .containsExactly(
                        "No local variables: the application runs without -javaagent:recourse-crash-locals.jar");
    }

    @ParameterizedTest
    @ValueSource(strings = {"main", "thread", "overflow", "closed", "bean", "runner", "ready"})
    void processWhenItCrashesEndsAndPrintsAsWithoutTheStarter(String crash) throws Exception {
        Child.Ended with = child.run(crash);
        Child.Ended without = new Child(work.resolve("without"))
                .set("recourse.crash.enabled", "false")
                .run(crash);
        assertThat(with.exitCode()).isEqualTo(without.exitCode());
        assertThat(with.err().lines().filter(line -> !line.startsWith("[crash] ")))
                .containsExactlyElementsOf(without.err().lines().toList());
        assertThat(with.out().lines().filter(line -> line.contains("Application run failed")))
                .hasSameSizeAs(without.out()
                        .lines()
                        .filter(line -> line.contains("Application run failed"))
                        .toList());
        onlyReport("pending");
    }

    @ParameterizedTest
    @CsvSource({
        "thread, UNCAUGHT, boom in thread",
        "closed, UNCAUGHT, boom after close",
        "bean, STARTUP, boom in bean",
        "runner, STARTUP, boom in runner",
        "ready, STARTUP, boom when ready",
        "executor, UNCAUGHT, boom in executor",
        "async, ASYNC, boom in async",
        "scheduled, SCHEDULED, boom in schedule",
        "reactor, REACTOR, boom in reactor",
        "manual, MANUAL, boom by hand"
    })
    void failureWhenOfThisSourceIsReportedOnce(String crash, Source source, String message) throws Exception {
        child.set("child.linger", "500").run(crash);
        CrashReport report = onlyReport("pending");
        assertThat(report.source()).isEqualTo(source);
        List<Failure> failures = report.exceptions();
        assertThat(failures.get(failures.size() - 1).message()).isEqualTo(message);
    }

    @Test
    void startWhenPortIsInUseIsReported() throws Exception {
        try (var socket = new ServerSocket(0)) {
            Child.Ended ended = child.set("spring.main.web-application-type", "servlet")
                    .set("server.port", String.valueOf(socket.getLocalPort()))
                    .run("none");
            assertThat(ended.exitCode()).isEqualTo(1);
            assertThat(ended.out()).containsOnlyOnce("APPLICATION FAILED TO START");
            assertThat(onlyReport("pending").source()).isEqualTo(Source.STARTUP);
        }
    }

    @Test
    void handlerWhenOneWasThereBeforeIsCalledOnce() throws Exception {
        Child.Ended ended = child.set("child.handler", "true").run("thread");
        assertThat(linesWith(ended, "HANDLER worker java.lang.IllegalStateException: boom in thread"))
                .hasSize(1);
        assertThat(ended.err()).doesNotContain("Exception in thread");
        onlyReport("pending");
    }

    @Test
    void failureWhenNotifierEndsTheProcessIsPrintedOnce() throws Exception {
        Child.Ended ended = child.set("child.exiting-notifier", "true").run("thread");
        assertThat(ended.exitCode()).isEqualTo(7);
        assertThat(ended.err()).containsOnlyOnce("Exception in thread \"worker\"");
        onlyReport("pending");
    }

    @Test
    void exitCodeWhenSetIsThatOfTheProcess() throws Exception {
        assertThat(child.set("recourse.crash.exit-code", "42").run("thread").exitCode())
                .isEqualTo(42);
        onlyReport("pending");
    }

    @Test
    void reportWhenThereIsASenderIsDeliveredOnce() throws Exception {
        Child.Ended ended = child.receiver().run("main");
        CrashReport report = onlyReport("sent");
        assertThat(report.delivery().deliveredTo()).containsExactly("receiver");
        assertThat(child.received()).containsExactly(report.id() + " boom in main");
        assertThat(ended.err()).contains(report.id() + ", sent");
    }

    @ParameterizedTest
    @CsvSource({
        "bean, APPLICATION FAILED",
        "bean, boom in bean",
        "runner, Application run failed",
        "ready, Application run failed"
    })
    void blockWhenStartFailsStandsBelowBootsReport(String crash, String report) throws Exception {
        String out = child.oneStream().run(crash).out();
        assumeThat(out).contains(report);
        assertThat(out.lastIndexOf(report)).isLessThan(out.indexOf("[crash]"));
        assertThat(out)
                .containsOnlyOnce("[crash] report " + onlyReport("pending").id());
    }

    @Test
    void blockWhenThereIsNoSenderSaysThatTheReportIsKept() throws Exception {
        Child.Ended ended = child.run("main");
        String id = onlyReport("pending").id();
        assertThat(linesWith(ended, "[crash]"))
                .containsExactly(
                        "[crash] java.lang.IllegalStateException: boom in main",
                        "[crash] report " + id + ", kept",
                        "[crash] " + child.reports().resolve("pending").resolve(id + ".json"));
    }

    @Test
    void blockWhenThereIsAPageNamesItWhereverThatIs() throws Exception {
        Child.Ended ended = child.receiver().set("recourse.crash.html", "true").run("main");
        String id = onlyPage("sent").id();
        assertThat(linesWith(ended, "[crash]"))
                .endsWith("[crash] report " + id + ", sent, now "
                        + child.reports().resolve("sent").resolve(id + ".html").toUri());
    }

    private CrashReport onlyPage(String folder) throws IOException {
        assertThat(child.files(folder)).hasSize(2);
        return child.reports(folder).get(0);
    }

    @Test
    void pageWhenWantedIsBesideTheReportWhereverThatIs() throws Exception {
        child.receiver().set("recourse.crash.html", "true").run("main");
        CrashReport report = child.reports("sent").get(0);
        assertThat(child.files("pending")).isEmpty();
        assertThat(child.files("sent"))
                .extracting(file -> file.getFileName().toString())
                .containsExactly(report.id() + ".html", report.id() + ".json");
        assertThat(child.files("sent").get(0)).content().contains("boom in main", "sent, taken by receiver");
    }

    @ParameterizedTest
    @ValueSource(strings = {"thread", "overflow", "many"})
    void pageWhenWantedIsBesideEveryReport(String crash) throws Exception {
        child.set("recourse.crash.html", "true").run(crash);
        assertThat(child.reports("pending"))
                .isNotEmpty()
                .allSatisfy(
                        report -> assertThat(child.reports().resolve("pending").resolve(report.id() + ".html"))
                                .content()
                                .startsWith("<!DOCTYPE html>")
                                .endsWith("</html>\n"));
    }

    @Test
    void pageWhenHeapIsExhaustedIsLeftOut() throws Exception {
        child.set("recourse.crash.html", "true").option("-Xmx48m").run("heap");
        child.set("child.millis", "500").run("sleep");
        assertThat(child.files("pending")).isNotEmpty();
        assertThat(child.reports("pending"))
                .isNotEmpty()
                .allSatisfy(report ->
                        assertThat(report.exceptions().get(0).type()).isEqualTo("java.lang.OutOfMemoryError"));
    }

    @Test
    void reportWhenASecondContextWasClosedIsDeliveredWithTheSectionsOfTheFirst() throws Exception {
        child.receiver().run("second");
        assertThat(child.received()).hasSize(1);
        assertThat(child.reports("sent"))
                .singleElement()
                .satisfies(report -> assertThat(report.context()).containsOnlyKeys("workbench", "serial"));
    }

    @Test
    void asyncFailureWhenContextIsClosedIsReportedAndPrinted() throws Exception {
        Child.Ended ended =
                child.set("spring.lifecycle.timeout-per-shutdown-phase", "1s").run("late");
        assertThat(ended.out() + ended.err()).contains("boom in async after close");
        assertThat(child.reports("pending"))
                .singleElement()
                .satisfies(report -> assertThat(report.source()).isEqualTo(Source.ASYNC));
    }

    @Test
    void reportWhenCrashedThreadIsInterruptedIsStoredAndSent() throws Exception {
        child.receiver().run("interrupted");
        assertThat(child.received()).hasSize(1);
        assertThat(child.reports("sent")).hasSize(1);
    }

    @Test
    void reportWhenRefusedIsKeptAndNotSentAgain() throws Exception {
        child.receiver().set("child.delivery", "REFUSED").run("main");
        assertThat(onlyReport("quarantine").delivery().answer()).isEqualTo("REFUSED");
        child.set("child.delivery", "DELIVERED").set("child.millis", "1000").run("sleep");
        assertThat(child.received()).hasSize(1);
    }

    @Test
    void reportWhenNotTakenIsDeliveredByTheNextStart() throws Exception {
        child.receiver().set("child.delivery", "LATER").run("main");
        CrashReport waiting = onlyReport("pending");
        assertThat(waiting.delivery().tries()).isEqualTo(1);

        child.set("child.delivery", "DELIVERED").set("child.millis", "1500").run("sleep");

        assertThat(onlyReport("sent").delivery().tries()).isEqualTo(2);
        assertThat(child.received()).hasSize(2);
    }

    @Test
    void reportWhenTwoProcessesShareTheDirectoryIsDeliveredOnce() throws Exception {
        child.run("many");
        child.receiver().set("child.millis", "3000");
        Child.Started first = child.start("sleep");
        Child.Started second = child.start("sleep");
        first.await();
        second.await();
        assertThat(child.files("sent")).hasSize(100);
        assertThat(child.received()).hasSize(100).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SHORT_WRITTEN",
                "FULL_WRITTEN",
                "FULL_SYNCED",
                "FULL_RENAMED",
                "SHORT_DELETED",
                "SENDING",
                "SENT",
                "DELIVERED_MOVED",
                "DELIVERED_MARKED"
            })
    void reportWhenProcessIsKilledAtAStepIsDeliveredByTheNextStart(String step) throws Exception {
        Child.Ended killed = child.receiver().set("child.halt", step).run("main");
        assertThat(killed.exitCode()).isEqualTo(137);

        child.set("child.halt", "none").set("child.millis", "1500").run("sleep");

        CrashReport report = onlyReport("sent");
        assertThat(report.exceptions().get(0).message()).isEqualTo("boom in main");
        // killed between the answer and its note, the report goes out again, with the same id
        assertThat(child.received()).hasSize(step.equals("SENT") ? 2 : 1);
        assertThat(child.received()).containsOnly(report.id() + " boom in main");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Serial", "Parallel", "G1"})
    void reportWhenHeapIsExhaustedIsStored(String collector) throws Exception {
        Child.Ended ended = child.option("-XX:-UseSerialGC")
                .option("-XX:+Use" + collector + "GC")
                // Parallel would throw another error at whatever allocates while it is short of time, not of memory.
                .option("-XX:-UseGCOverheadLimit")
                .option("-Xmx48m")
                .run("heap");
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).containsOnlyOnce("Exception in thread \"main\" java.lang.OutOfMemoryError");
        child = new Child(work);
        child.set("child.millis", "500").run("sleep");
        // other threads may have died of it too
        assertThat(child.reports("pending"))
                .filteredOn(
                        report -> List.of("main", "#1").contains(report.thread().name()))
                .singleElement()
                .satisfies(report ->
                        assertThat(report.exceptions().get(0).type()).isEqualTo("java.lang.OutOfMemoryError"));
    }

    @Test
    void reportWhenOtherThreadsTakeTheLastMemoryIsStored() throws Exception {
        child.option("-Xmx48m").run("heaps");
        child = new Child(work);
        child.set("child.millis", "500").run("sleep");
        assertThat(child.reports("pending"))
                .isNotEmpty()
                .allSatisfy(report ->
                        assertThat(report.exceptions().get(0).type()).isEqualTo("java.lang.OutOfMemoryError"));
    }

    @Test
    void reportWhenStackOverflowsIsStored() throws Exception {
        Child.Ended ended = child.run("overflow");
        assertThat(ended.err()).containsOnlyOnce("Exception in thread \"worker\" java.lang.StackOverflowError");
        assertThat(onlyReport("pending").exceptions().get(0).frames()).hasSize(500);
    }

    @Test
    void reportsWhenManyThreadsCrashAreOneOfEachKind() throws Exception {
        Child.Ended ended = child.run("many");
        assertThat(linesWith(ended, "boom ")).isNotEmpty();
        assertThat(child.reports("pending")).hasSize(100);
    }

    @Test
    void reportWhenSameCrashRepeatsCountsIt() throws Exception {
        child.set("child.count", "10000").option("-Xss256k").run("same");
        assertThat(onlyReport("pending").repeats()).isEqualTo(9_999);
    }

    @Test
    void reportWhenProvidersMisbehaveHasTheOthers() throws Exception {
        Child.Ended ended = child.set("child.bad-providers", "true").run("main");
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err())
                .containsOnlyOnce("Exception in thread \"main\" java.lang.IllegalStateException: boom in main");
        CrashReport report = child.reports("pending").stream()
                .filter(each -> each.thread().name().equals("main"))
                .findFirst()
                .orElseThrow();
        assertThat(report.context().get("throwing").error()).contains("provider failed");
        assertThat(report.context().get("hanging").error()).startsWith("no answer");
        assertThat(report.context().get("overflowing").error()).contains("StackOverflowError");
        assertThat(report.context().get("large").values().get("large")).hasSizeLessThan(310);
        assertThat(report.context().get("workbench").values()).containsEntry("project", "engine");
    }

    @Test
    void reportWhenDiskIsFullIsPrintedAndTheOthersStay() throws Exception {
        Path disk = Files.createDirectory(work.resolve("disk"));
        assumeThat(call("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk.toString()))
                .as("mounting, which takes root")
                .isZero();
        try {
            child = new Child(disk);
            child.logs(work).run("thread");
            fill(disk.resolve("fill"));
            Child.Ended ended = child.run("main");
            assertThat(ended.exitCode()).isEqualTo(1);
            assertThat(ended.err())
                    .contains("could not be stored")
                    .contains("{\"id\":\"")
                    .containsOnlyOnce("Exception in thread \"main\" java.lang.IllegalStateException: boom in main");
            assertThat(child.reports("pending"))
                    .singleElement()
                    .satisfies(report -> assertThat(report.thread().name()).isEqualTo("worker"));

            Files.delete(disk.resolve("fill"));
            child.receiver().set("child.millis", "1500").run("sleep");
            assertThat(child.reports("sent")).hasSizeGreaterThanOrEqualTo(1);
            assertThat(child.files("pending")).isEmpty();
        } finally {
            call("umount", disk.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ExitOnOutOfMemoryError", "CrashOnOutOfMemoryError"})
    void startWhenOutOfMemoryErrorsEndTheProcessSaysWhatIsLost(String option) throws Exception {
        Child.Ended ended =
                child.option("-XX:+" + option).set("child.millis", "1000").run("sleep");
        assertThat(ended.out())
                .containsOnlyOnce("An OutOfMemoryError leaves no crash report: -XX:+" + option)
                .contains("recourse.crash.exit-code");
    }

    @ParameterizedTest
    @ValueSource(strings = {"replacing", "replaced"})
    void handlerWhenReplacedAfterTheStartIsSaid(String crash) throws Exception {
        Child.Started started = child.set("recourse.crash.resend.interval", "100ms")
                .set("child.linger", "60000")
                .start(crash);
        try {
            await().atMost(Duration.ofSeconds(50))
                    .until(() -> Files.readString(started.out()).contains("leaves no crash report"));
        } finally {
            started.process().destroy();
        }
        assertThat(started.await().out())
                .containsOnlyOnce("leaves no crash report: dev.recourse.crash.child.ChildApplication$")
                .contains("let it call the handler that was there before");
    }

    @Test
    void logWhenItIsOfLog4j2IsInTheReport() throws Exception {
        Child.Ended ended = child.log4j2().run("main");
        assertThat(ended.out()).contains("Started ChildApplication");
        assertThat(onlyReport("pending").log()).anyMatch(line -> line.contains("Started ChildApplication"));
    }

    private static int call(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).start().waitFor();
    }

    private static void fill(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            while (true) {
                out.write(new byte[1024]);
            }
        } catch (IOException ex) {
            assertThat(ex).hasMessageContaining("No space");
        }
    }

    @Test
    void reportWhenDirectoryCannotBeWrittenIsPrinted() throws Exception {
        Files.writeString(child.reports(), "a file in the directory's place");
        Child.Ended ended = child.run("main");
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.out()).contains("Crash reports cannot be written");
        assertThat(ended.err())
                .contains("could not be stored")
                .contains("{\"id\":\"")
                .containsOnlyOnce("Exception in thread \"main\" java.lang.IllegalStateException: boom in main");
        assertThat(child.reports()).hasContent("a file in the directory's place");
    }
}
