package dev.recourse.crash.child;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.sentry.SentryServer;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The window of a crash on a real display, with mouse and keyboard. The pictures are in {@code target/windows}. */
@Tag("child")
@Tag("display")
class ChildWindowTests {

    private static final Path PICTURES = Path.of("target/windows").toAbsolutePath();

    private static Display display;

    private final SentryServer server = new SentryServer();

    @TempDir
    private Path work;

    private Child child;

    @BeforeAll
    static void startDisplay() throws IOException {
        display = Display.start();
    }

    @AfterAll
    static void stopDisplay() {
        if (display != null) {
            display.close();
        }
    }

    @BeforeEach
    void child() {
        child = new Child(work)
                .environment("DISPLAY", display.name())
                .set("java.awt.headless", "false")
                .set("java.util.prefs.userRoot", work.toString())
                .set("user.language", "en")
                .set("spring.application.name", "Workbench")
                .set("sentry.dsn", server.dsn());
    }

    @AfterEach
    void close() {
        server.close();
    }

    /** Does the steps in the window of a crash; each of them must be possible. */
    private Child.Ended run(String crash, String... steps) throws Exception {
        Child.Ended ended = child.set("child.steps", String.join(";", steps)).run(crash);
        assertThat(ended.out()).contains("LAST").doesNotContain("FAILED", "CLIPPED");
        return ended;
    }

    private CrashReport onlyReport(String folder) throws IOException {
        assertThat(child.reports(folder)).hasSize(1);
        return child.reports(folder).get(0);
    }

    /** Records what it is told to open. */
    private Path programs() throws IOException {
        Path opened = work.resolve("opened");
        Path bin = Files.createDirectories(work.resolve("bin"));
        Path program = bin.resolve("xdg-open");
        Files.writeString(program, "#!/bin/sh\necho \"$1\" >> '" + opened + "'\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        child.environment("PATH", bin + ":" + System.getenv("PATH"));
        return opened;
    }

    @Test
    void windowSaysWhatHappenedAndThatTheApplicationGoesOn() throws Exception {
        Child.Ended ended = run(
                "goes-on",
                "open",
                "texts",
                "focused What were you doing?",
                "picture " + PICTURES.resolve("goes-on.png"),
                "key escape",
                "closed",
                "exit 3");
        assertThat(ended.exitCode()).isEqualTo(3);
        assertThat(ended.out())
                .contains(
                        "TEXT Workbench has failed",
                        "TEXT It goes on, but may not work as it should. Save your work.",
                        "TEXT java.lang.IllegalStateException: boom in thread",
                        "TEXT Close");
        assertThat(ended.err()).contains("[crash] java.lang.IllegalStateException: boom in thread");
    }

    @Test
    void keyboardAloneIsEnough() throws Exception {
        child.set("recourse.crash.mail.to", "support@acme.example");
        Child.Ended ended = run(
                "goes-on",
                "open",
                "text was sent",
                "focused What were you doing?",
                "type turning the lathe",
                "key tab",
                "focus",
                "key tab",
                "focus",
                "key tab",
                "focus",
                "key space",
                "clipboard",
                "key tab",
                "focus",
                "key tab",
                "focus",
                "key tab",
                "key shift tab",
                "key shift tab",
                "focused Close",
                "key enter",
                "closed",
                "pause 500",
                "exit 0");
        assertThat(ended.out().lines().filter(line -> line.startsWith("FOCUS")))
                .containsExactly(
                        "FOCUS Show report",
                        "FOCUS Send e-mail",
                        "FOCUS Copy id",
                        "FOCUS Close",
                        "FOCUS What happened");
        CrashReport report = onlyReport("sent");
        assertThat(ended.out()).contains("CLIPBOARD " + report.id());
        assertThat(report.comment()).isEqualTo("turning the lathe");
        assertThat(server.events()).hasSize(1);
        assertThat(server.feedback())
                .singleElement()
                .satisfies(feedback -> assertThat(feedback.path("contexts")
                                .path("feedback")
                                .path("message")
                                .asString())
                        .isEqualTo("turning the lathe"));
    }

    /** The process has nothing else to do, and ends when the user has answered. */
    @Test
    void processThatACrashEndsWaitsForTheUser() throws Exception {
        child.set("recourse.crash.consent", "ask");
        Child.Ended ended = run(
                "main",
                "open",
                "text after 60 seconds",
                "picture " + PICTURES.resolve("ask.png"),
                "type cutting",
                "press Send");
        assertThat(ended.exitCode()).isEqualTo(1);
        CrashReport report = onlyReport("sent");
        assertThat(report.comment()).isEqualTo("cutting");
        assertThat(server.events()).hasSize(1);
        assertThat(server.feedback()).hasSize(1);
    }

    @Test
    void processThatACrashEndsDoesNotWaitLongerThanItMay() throws Exception {
        child.set("recourse.crash.consent", "ask").set("recourse.crash.notify-wait", "10s");
        Child.Ended ended = run("main", "open", "type cutting");
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(onlyReport("pending").comment()).isEqualTo("cutting");
        assertThat(server.events()).isEmpty();
    }

    @Test
    void startThatFailsShowsTheWindow() throws Exception {
        child.set("recourse.crash.consent", "ask");
        Child.Ended ended = run("bean", "open", "text ends when you close", "press Send");
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(onlyReport("sent").source()).isEqualTo(CrashReport.Source.STARTUP);
    }

    @Test
    void exitCodeEndsTheProcessAfterTheAnswer() throws Exception {
        child.set("recourse.crash.exit-code", "7").set("recourse.crash.consent", "ask");
        Child.Ended ended = run("goes-on", "open", "text ends when you close", "press Send");
        assertThat(ended.exitCode()).isEqualTo(7);
        assertThat(onlyReport("sent").delivery().consent()).isTrue();
    }

    @Test
    void handlerThatEndsTheProcessWaitsForTheUser() throws Exception {
        child.set("child.exiting-handler", "exits").set("recourse.crash.consent", "ask");
        Child.Ended ended = run("beside-window", "open", "text ends when you close", "type turning", "press Send");
        assertThat(ended.exitCode()).isEqualTo(5);
        assertThat(onlyReport("sent").comment()).isEqualTo("turning");
    }

    /** AWT does not begin in a process that ends. */
    @Test
    void handlerThatEndsTheProcessBeforeThereIsAWindowEndsIt() throws Exception {
        Child.Ended ended = child.set("child.exiting-handler", "exits").run("thread");
        assertThat(ended.exitCode()).isEqualTo(5);
        assertThat(onlyReport("sent").exceptions().get(0).message()).isEqualTo("boom in thread");
    }

    /** Somebody else ends it: the crash is long ago. */
    @Test
    void exitWithAnOpenWindowWaitsForNobody() throws Exception {
        child.set("recourse.crash.consent", "ask").set("recourse.crash.notify-wait", "10m");
        Child.Ended ended = child.set("child.steps", "open;exit 4").run("goes-on");
        assertThat(ended.exitCode()).isEqualTo(4);
    }

    /** The crash did not end it: the user has closed the application, and its crash's window with it. */
    @Test
    void processThatEndsLaterTakesTheWindowAlong() throws Exception {
        child.set("child.millis", "15000").set("child.returns", "true").set("recourse.crash.notify-wait", "10m");
        Child.Ended ended = run("goes-on", "open", "text goes on");
        assertThat(ended.exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"edt, boom in window", "edt-modal, boom in modal dialog"})
    void crashOfTheEventThreadShowsTheWindow(String crash, String message) throws Exception {
        child.set("child.free", work.resolve("free").toString()).set("child.millis", "120000");
        run(crash, "open", "text " + message, "type turning", "press Close", "closed", "pause 500", "exit 0");
        assertThat(onlyReport("sent").comment()).isEqualTo("turning");
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void crashOfJavaFxShowsTheWindow() throws Exception {
        // the robot of AWT would load GTK before JavaFX does
        child.javaFx().set("prism.order", "sw").set("awt.robot.gtk", "false");
        Child.Ended ended = run(
                "javafx",
                "open",
                "text boom in JavaFX",
                "type turning",
                "press Close",
                "closed",
                "pause 500",
                "exit 0");
        assertThat(ended.out()).contains("JavaFX goes on");
        CrashReport report = onlyReport("sent");
        assertThat(report.thread().name()).isEqualTo("JavaFX Application Thread");
        assertThat(report.comment()).isEqualTo("turning");
    }

    @Test
    void eventThreadThatHangsIsSaidOnTheConsole() throws Exception {
        Child.Ended ended = child.set("child.millis", "8000").run("edt-hangs");
        assertThat(ended.err())
                .containsSubsequence(
                        "[crash] java.lang.IllegalStateException: boom beside a window",
                        "[crash] no window shows report " + onlyReport("sent").id()
                                + ": the event thread does not answer");
    }

    @Test
    void answersAreRememberedAndTakenBack() throws Exception {
        child.set("recourse.crash.consent", "ask");
        run("main", "open", "press Always do this", "press Send");
        run(
                "main",
                "open",
                "text was sent",
                "text Reports are sent, as you have chosen.",
                "press Ask me again",
                "picture " + PICTURES.resolve("asked-again.png"),
                "text You will be asked again.",
                "key escape");
        assertThat(server.events()).hasSize(2);
        run("main", "open", "press Don't send");
        assertThat(server.events()).hasSize(2);
        assertThat(onlyReport("quarantine").delivery().answer()).contains("The user does not want");
    }

    /** They were not there, or closed the window. */
    @Test
    void userWhoDidNotAnswerIsAskedAtTheNextStart() throws Exception {
        child.set("recourse.crash.consent", "ask");
        child.set("child.count", "2");
        run("goes-on", "open", "text one more failure", "key escape", "closed", "exit 0");
        assertThat(child.reports("pending")).hasSize(2);

        run(
                "sleep-long",
                "open",
                "text 2 reports were not sent yet.",
                "picture " + PICTURES.resolve("earlier.png"),
                "press Send",
                "closed",
                "pause 1500",
                "exit 0");
        assertThat(child.reports("sent")).hasSize(2);
        assertThat(server.events()).hasSize(2);
    }

    @Test
    void severalCrashesAreOneWindow() throws Exception {
        child.set("child.count", "4").set("recourse.crash.consent", "ask");
        run(
                "goes-on",
                "open",
                "text There were 3 more failures since then.",
                "picture " + PICTURES.resolve("several.png"),
                "press Send",
                "closed",
                "pause 1500",
                "exit 0");
        assertThat(server.events()).hasSize(4);
    }

    @Test
    void reportIsShownInTheBrowserWithWhatIsWritten() throws Exception {
        Path opened = programs();
        run(
                "goes-on",
                "open",
                "type grinding",
                "press Show report",
                "file " + opened,
                "key escape",
                "closed",
                "exit 0");
        String page = Files.readString(opened).strip();
        assertThat(page).startsWith("file:///").endsWith(".html");
        Path file = child.files("sent").stream()
                .filter(each -> each.toString().endsWith(".html"))
                .findFirst()
                .orElseThrow();
        assertThat(file).content().contains("boom in thread", "What the user was doing", "grinding");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "zip"})
    void mailIsWhatMailProgramsTake(String attach) throws Exception {
        Path opened = programs();
        child.set("recourse.crash.mail.to", "support@acme.example")
                .set("recourse.crash.mail.attach", attach)
                .set("child.message", "no ü 😀, password=hunter2");
        run(
                "goes-on",
                "open",
                "text was sent",
                "type grinding",
                "press Send e-mail",
                "file " + opened,
                "pause 500",
                "key escape",
                "closed",
                "exit 0");
        List<String> lines = Files.readAllLines(opened);
        CrashReport report = onlyReport("sent");
        Path file = child.reports().resolve("sent").resolve(report.id() + (attach.equals("zip") ? ".zip" : ".json"));
        assertThat(lines.get(0))
                .startsWith("mailto:support@acme.example?subject=Workbench%3A%20crash%20report%20" + report.id())
                .contains("%0D%0A")
                .doesNotContain(" ", "+", "hunter2")
                .hasSizeLessThanOrEqualTo(2000);
        assertThat(URLDecoder.decode(lines.get(0), StandardCharsets.UTF_8))
                .contains("no ü 😀, password=***", "What I was doing:\r\ngrinding", "Please attach this file: " + file);
        assertThat(lines.get(1)).isEqualTo(child.reports().resolve("sent").toString());
        assertThat(file).exists();
        if (attach.equals("zip")) {
            try (ZipFile zip = new ZipFile(file.toFile())) {
                assertThat(zip.stream().map(Object::toString))
                        .containsExactly(report.id() + ".json", report.id() + ".html");
            }
        }
    }

    @Test
    void mailWithoutAMailProgramIsShownToCopy() throws Exception {
        Path bin = Files.createDirectories(work.resolve("none"));
        child.environment("PATH", bin.toString()).set("recourse.crash.mail.to", "support@acme.example");
        Child.Ended ended = run(
                "goes-on",
                "open",
                "press Send e-mail",
                "text Write to support@acme.example:",
                "picture " + PICTURES.resolve("mail.png"),
                "fits",
                "press Copy text",
                "clipboard",
                "key escape",
                "text What were you doing?",
                "press Close",
                "closed",
                "exit 0");
        assertThat(ended.out())
                .contains("CLIPBOARD Workbench: crash report "
                        + onlyReport("sent").id());
    }

    /** HTML, control, bidi and very many characters. */
    @Test
    void hostileMessageIsText() throws Exception {
        child.set(
                        "child.message",
                        "<html><b>bold</b><img src=http://127.0.0.1:1/x> \u001b[31mred\u202egnp \n\n"
                                + "x".repeat(10_000))
                .set("spring.application.name", "Workbench");
        Child.Ended ended = run(
                "goes-on",
                "open",
                "text <html><b>bold</b>",
                "text \\u001b[31mred\\u202egnp",
                "fits",
                "picture " + PICTURES.resolve("hostile.png"),
                "key escape",
                "closed",
                "exit 0");
        assertThat(ended.err()).doesNotContain("no window shows");
    }

    @ParameterizedTest
    @CsvSource({"en, 1", "de, 1", "fr, 1", "it, 1", "es, 1", "de, 2", "fr, 2"})
    void everyLanguageFits(String language, String scale) throws Exception {
        child.set("user.language", language)
                .set("sun.java2d.uiScale", scale)
                .set("recourse.crash.consent", "ask")
                .set("recourse.crash.mail.to", "support@acme.example");
        run(
                "goes-on",
                "open",
                "fits",
                "picture " + PICTURES.resolve(language + "-" + scale + ".png"),
                "key escape",
                "closed",
                "exit 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"headless", "no display", "console"})
    void withoutAWindowNoClassOfAwtIsLoaded(String why) throws Exception {
        child.option("-Xlog:class+load:file=" + work.resolve("classes"));
        switch (why) {
            case "headless" -> child.set("java.awt.headless", "true").set("recourse.crash.notify", "dialog");
            case "console" -> child.set("recourse.crash.notify", "console");
            default -> child.environment("DISPLAY", "");
        }
        Child.Ended ended = child.run("main");
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(Files.readAllLines(work.resolve("classes")))
                .anyMatch(line -> line.contains("dev.recourse.crash.hook.CrashHook "))
                .noneMatch(line -> line.contains("java.awt.") || line.contains("javax.swing."));
        if (why.equals("headless")) {
            assertThat(ended.out()).contains("recourse.crash.notify is dialog", "setHeadless(false)");
        }
    }
}
