package dev.recourse.crash.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.DeliveryStatus;
import dev.recourse.crash.format.ReportId;
import dev.recourse.crash.format.ReportJson;
import dev.recourse.crash.format.ShortReport;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A directory in which somebody has planted links, pipes and files. */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileDirectoryTests {

    private final Instant now = Instant.now();

    private final CrashReport report = TestReports.at(now);

    @TempDir
    private Path temporary;

    private Path root;

    private Path home;

    @BeforeEach
    void makeHome() throws IOException {
        root = temporary.resolve("reports");
        home = Files.createDirectory(temporary.resolve("home"));
        Files.writeString(home.resolve(".profile"), "mine");
        Files.writeString(home.resolve(report.id() + ".json"), "mine");
        Files.writeString(home.resolve(report.id() + ".html"), "mine");
    }

    private ReportDirectory directory() {
        return new ReportDirectory(root, new StoreLimits(100, 100_000_000, Duration.ofDays(30), 100_000));
    }

    private void assertThatHomeIsAsItWas() throws IOException {
        try (Stream<Path> files = Files.list(home)) {
            assertThat(files).hasSize(3).allSatisfy(file -> assertThat(file).hasContent("mine"));
        }
    }

    private static void pipe(Path file) throws IOException, InterruptedException {
        assumeThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                .as("making a pipe")
                .isZero();
    }

    /** Does all that the starter ever does with the directory, whatever fails. */
    private void useIt() {
        ReportDirectory directory = directory();
        List<Step> steps = List.of(
                directory::open,
                () -> directory.storeShort(report.id(), "short".getBytes(UTF_8)),
                () -> directory.store(report),
                () -> directory.draw(report),
                () -> directory.putZip(report, new byte[1]),
                () -> directory.openReserve().close(),
                () -> directory.tryLock().close(),
                directory::recover,
                directory::pending,
                directory::list,
                () -> directory.find(report.id()),
                () -> directory.findPending(report.id()),
                () -> directory.update(report.withRepeats(1)),
                () -> directory.settle(report.with(report.delivery().withState(DeliveryStatus.State.DELIVERED))),
                () -> directory.settle(report.with(report.delivery().withState(DeliveryStatus.State.REFUSED))),
                directory::trim,
                () -> directory.delete(report.id()));
        for (Step step : steps) {
            try {
                step.run();
            } catch (IOException | NullPointerException ex) {
                // said, or not there
            }
        }
    }

    private interface Step {

        void run() throws IOException;
    }

    @ParameterizedTest
    @ValueSource(strings = {"new", "pending", "sent", "quarantine"})
    void folderThatIsALinkIsNotFollowed(String folder, CapturedOutput output) throws IOException {
        directory().open();
        Files.delete(root.resolve(folder));
        Files.createSymbolicLink(root.resolve(folder), home);
        if (!folder.equals("pending")) {
            Files.writeString(root.resolve("pending/.profile"), "planted");
        }
        useIt();
        assertThatHomeIsAsItWas();
        assertThat(output).contains(root.resolve(folder) + " is a link");
    }

    @Test
    void rootThatIsALinkIsNotFollowed() throws IOException {
        Files.createSymbolicLink(root, home);
        useIt();
        assertThatHomeIsAsItWas();
        assertThatIOException().isThrownBy(() -> directory().open()).withMessageContaining("is a link");
    }

    @Test
    void directoryThatOthersMayWriteToIsNotUsed() throws IOException {
        Files.createDirectory(root);
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxrwxrwx"));
        useIt();
        assertThat(root).isEmptyDirectory();
        assertThatIOException()
                .isThrownBy(() -> directory().open())
                .withMessageContaining("can be written to by others")
                .withMessageContaining("chmod go-w");
    }

    @Test
    void directoryOfSomebodyElseIsNotUsed() throws IOException {
        Files.createDirectory(root);
        giveAway(root);
        useIt();
        assertThat(root).isEmptyDirectory();
        assertThatIOException().isThrownBy(() -> directory().open()).withMessageContaining("belongs to nobody, not to");
    }

    @Test
    void folderOfSomebodyElseIsNotUsed(CapturedOutput output) throws IOException {
        directory().open();
        giveAway(root.resolve("pending"));
        useIt();
        assertThat(root.resolve("pending")).isEmptyDirectory();
        assertThat(output).contains(root.resolve("pending") + " belongs to nobody");
    }

    private static void giveAway(Path directory) throws IOException {
        try {
            Files.setOwner(
                    directory,
                    directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        } catch (FileSystemException ex) {
            assumeThat(ex).as("giving a directory away, which takes root").isNull();
        }
    }

    @Test
    void directoryAndFilesAreForTheOwnerAlone() throws IOException {
        ReportDirectory directory = directory();
        directory.open();
        directory.storeShort(ReportId.next(now), "short".getBytes(UTF_8));
        directory.store(report);
        ReserveFile reserve = directory.openReserve();
        try (ProcessLock lock = directory.tryLock();
                Stream<Path> all = Files.walk(root)) {
            assertThat(lock).isNotNull();
            assertThat(all)
                    .hasSizeGreaterThan(7)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------"));
        } finally {
            reserve.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".lock",
                "new/probe.part",
                "new/ID.txt",
                "new/ID.json.part",
                "pending/ID.json",
                "pending/ID.json.part",
                "pending/ID.html.part",
                "sent/ID.json",
                "sent/ID.json.part",
                "quarantine/ID.json",
                "quarantine/ID.html"
            })
    void pipeInAFilesPlaceHoldsNothingUp(String name) throws Exception {
        directory().open();
        pipe(root.resolve(name.replace("ID", report.id())));
        useIt();
        ReportDirectory directory = directory();
        CrashReport next = TestReports.at(now);
        directory.store(next);
        try (ProcessLock lock = directory.tryLock()) {
            assertThat(lock).isNotNull();
            directory.recover();
            assertThat(directory.pending()).contains(next.id());
            directory.settle(next.with(next.delivery().withState(DeliveryStatus.State.DELIVERED)));
            assertThat(root.resolve("sent").resolve(next.id() + ".json")).isRegularFile();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".lock",
                "new/ID.txt",
                "new/ID.json.part",
                "pending/ID.json",
                "pending/ID.json.part",
                "pending/ID.html",
                "pending/ID.zip",
                "pending/ID.zip.part",
                "sent/ID.json",
                "sent/ID.json.part",
                "quarantine/ID.json",
                "quarantine/ID.json.part",
                "quarantine/.profile"
            })
    void linkInAFilesPlaceIsNotWrittenThrough(String name) throws IOException {
        directory().open();
        Path planted = root.resolve(name.replace("ID", report.id()));
        Files.createSymbolicLink(planted, home.resolve(".profile"));
        Files.writeString(root.resolve("pending/.profile"), "planted");
        useIt();
        assertThatHomeIsAsItWas();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "new/ID.txt",
                "new/ID.json.part",
                "pending/ID.json.part",
                "pending/ID.json",
                "sent/ID.json.part",
                ".lock"
            })
    void hardLinkInAFilesPlaceIsNotWrittenThrough(String name) throws IOException {
        directory().open();
        Files.createLink(root.resolve(name.replace("ID", report.id())), home.resolve(".profile"));
        useIt();
        assertThatHomeIsAsItWas();
    }

    @Test
    void fullDirectoryInAFilesPlaceIsPutAside() throws IOException {
        ReportDirectory directory = directory();
        directory.open();
        Path planted = root.resolve("pending").resolve(report.id() + ".json.part");
        Files.createDirectories(planted.resolve("full"));
        directory.store(report);
        directory.update(report.withRepeats(7));
        assertThat(directory.find(report.id()).repeats()).isEqualTo(7);
        assertThat(root.resolve("quarantine").resolve(planted.getFileName()).resolve("full"))
                .isDirectory();
    }

    @Test
    void fileInQuarantineIsNeverOverwritten() throws IOException {
        ReportDirectory directory = directory();
        directory.open();
        Path quarantine = root.resolve("quarantine");
        for (String name : List.of("notes", report.id() + ".json")) {
            Files.writeString(quarantine.resolve(name), "there");
            Files.writeString(quarantine.resolve(name + ".1"), "there too");
        }
        Files.writeString(root.resolve("pending/notes"), "new");
        directory.store(report);
        directory.recover();
        directory.settle(report.with(report.delivery().withState(DeliveryStatus.State.REFUSED)));

        assertThat(quarantine.resolve("notes")).hasContent("there");
        assertThat(quarantine.resolve("notes.1")).hasContent("there too");
        assertThat(quarantine.resolve("notes.2")).hasContent("new");
        assertThat(quarantine.resolve(report.id() + ".json.1")).hasContent("there too");
        assertThat(quarantine.resolve(report.id() + ".json.2")).hasContent("there");
        assertThat(directory.find(report.id())).isNotNull();
    }

    @Test
    void shortReportThatIsNoFileIsPutAside() throws Exception {
        directory().open();
        Path link = root.resolve("new").resolve(report.id() + ".txt");
        Path text = Files.write(
                temporary.resolve("text"),
                new ShortReport(CrashReport.Source.ASYNC, now, "main", null, "a.B: secret").text());
        Files.createSymbolicLink(link, text);
        Path pipe = root.resolve(".reserve-" + report.id());
        pipe(pipe);
        directory().recover();
        assertThat(text).exists();
        assertThat(root.resolve("pending")).isEmptyDirectory();
        assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isFalse();
        assertThat(Files.exists(pipe, LinkOption.NOFOLLOW_LINKS)).isFalse();
    }

    @Test
    void listWhenATimeIsNoneOfACalendarHasTheOthersAndTheFileGoesIntoQuarantine() throws IOException {
        ReportDirectory directory = directory();
        directory.store(report);
        CrashReport broken = TestReports.at(now);
        Path file = directory.store(broken);
        Files.writeString(
                file,
                new String(ReportJson.write(broken), UTF_8)
                        .replace(broken.time().toString(), "+1000000000-12-31T23:59:59.999999999Z"));
        assertThat(directory.list()).containsExactly(StoredReport.of(report));
        assertThat(directory.find(broken.id())).isNull();
        assertThat(directory.findPending(broken.id())).isNull();
        assertThat(root.resolve("quarantine").resolve(broken.id() + ".json")).exists();
    }
}
