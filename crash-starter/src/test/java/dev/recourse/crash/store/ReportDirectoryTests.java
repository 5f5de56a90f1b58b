package dev.recourse.crash.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.DeliveryStatus;
import dev.recourse.crash.CrashReport.Failure;
import dev.recourse.crash.CrashReport.Source;
import dev.recourse.crash.format.ReportId;
import dev.recourse.crash.format.ReportJson;
import dev.recourse.crash.format.ShortReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class ReportDirectoryTests {

    private final Instant now = Instant.now();

    @TempDir
    private Path root;

    private ReportDirectory directory(int maxReports, long maxSize) {
        return new ReportDirectory(root, new StoreLimits(maxReports, maxSize, Duration.ofDays(30), 100_000));
    }

    private ReportDirectory directory() {
        return directory(100, 100_000_000);
    }

    private CrashReport settled(CrashReport report, DeliveryStatus.State state) {
        return report.with(new DeliveryStatus(state, 1, now, "answer", List.of("sentry")));
    }

    private List<String> files(String folder) throws IOException {
        if (!Files.isDirectory(root.resolve(folder))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(root.resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void storeWhenShortWasThereReplacesIt() throws IOException {
        CrashReport report = TestReports.at(now);
        directory().storeShort(report.id(), "short".getBytes(UTF_8));
        assertThat(files("new")).containsExactly(report.id() + ".txt");

        directory().store(report);

        assertThat(files("new")).isEmpty();
        assertThat(files("pending")).containsExactly(report.id() + ".json");
        assertThat(directory().find(report.id())).isEqualTo(report);
        assertThat(directory().pending()).containsExactly(report.id());
    }

    @Test
    void storeWhenTooLargeLeavesOutWhatSaysLeast() throws IOException {
        CrashReport report = TestReports.large(now, 2000, 100);
        Path file = directory().store(report);
        assertThat(Files.size(file)).isLessThan(100_000);
        CrashReport stored = directory().find(report.id());
        assertThat(stored.threads()).isEmpty();
        assertThat(stored.log()).hasSize(100);
        assertThat(stored.notes()).containsExactly("Left out, for the report was too large: threads");
    }

    @Test
    void settleWhenDeliveredOrRefusedPutsItAway() throws IOException {
        CrashReport sent = TestReports.at(now);
        CrashReport refused = TestReports.at(now);
        directory().store(sent);
        directory().store(refused);

        directory().settle(settled(sent, DeliveryStatus.State.DELIVERED));
        directory().settle(settled(refused, DeliveryStatus.State.REFUSED));

        assertThat(files("sent")).containsExactly(sent.id() + ".json");
        assertThat(files("quarantine")).containsExactly(refused.id() + ".json");
        assertThat(directory().pending()).isEmpty();
        assertThat(directory().find(refused.id()).delivery().state()).isEqualTo(DeliveryStatus.State.REFUSED);
    }

    @Test
    void pageIsDrawnBesideTheReportAndGoesWithIt() throws IOException {
        ReportDirectory directory = withPages(report -> bytes(report.delivery().state()));
        CrashReport report = TestReports.at(now);
        directory.store(report);
        assertThat(files("pending")).containsExactly(report.id() + ".json");

        directory.draw(report.id());
        assertThat(files("pending")).containsExactly(report.id() + ".html", report.id() + ".json");
        assertThat(root.resolve("pending/" + report.id() + ".html")).hasContent("PENDING");

        directory.settle(settled(report, DeliveryStatus.State.DELIVERED));
        assertThat(files("pending")).isEmpty();
        assertThat(files("sent")).containsExactly(report.id() + ".html", report.id() + ".json");
        assertThat(root.resolve("sent/" + report.id() + ".html")).hasContent("DELIVERED");

        assertThat(directory.delete(report.id())).isTrue();
        assertThat(files("sent")).isEmpty();
    }

    @Test
    void pageWhenItCannotBeDrawnChangesNothingElse(CapturedOutput output) throws IOException {
        ReportDirectory directory = withPages(report -> {
            throw new StackOverflowError();
        });
        CrashReport report = TestReports.at(now);
        directory.store(report);
        directory.draw(report.id());
        directory.settle(settled(report, DeliveryStatus.State.REFUSED));
        assertThat(files("quarantine")).containsExactly(report.id() + ".json");
        assertThat(output).contains("The page of crash report " + report.id() + " cannot be written");
    }

    @Test
    void pageWhenADirectoryIsInItsPlaceKeepsTheReportFromNothing() throws IOException {
        ReportDirectory directory = withPages(report -> bytes("page"));
        CrashReport report = TestReports.at(now);
        directory.store(report);
        Files.createDirectory(root.resolve("pending/" + report.id() + ".html"));
        directory.draw(report.id());
        directory.settle(settled(report, DeliveryStatus.State.DELIVERED));
        assertThat(files("sent")).contains(report.id() + ".json");
    }

    @Test
    void pageWhenNoneIsWantedAnyMoreStillGoesWithItsReport() throws IOException {
        CrashReport report = TestReports.at(now);
        directory().store(report);
        withPages(each -> bytes("page")).draw(report.id());
        directory().settle(settled(report, DeliveryStatus.State.DELIVERED));
        assertThat(files("sent")).containsExactly(report.id() + ".html", report.id() + ".json");
    }

    @Test
    void pageOfABrokenReportGoesIntoQuarantineWithIt() throws IOException {
        CrashReport report = TestReports.at(now);
        Path file = directory().store(report);
        withPages(each -> bytes("page")).draw(report.id());
        Files.writeString(file, "{}");
        directory().findPending(report.id());
        assertThat(files("quarantine")).containsExactly(report.id() + ".html", report.id() + ".json");
    }

    @Test
    void pageWhenItsReportIsGoneIsTidiedAway() throws IOException {
        CrashReport report = TestReports.at(now);
        for (String folder : List.of("pending", "sent", "quarantine")) {
            Files.createDirectories(root.resolve(folder));
            Files.writeString(root.resolve(folder).resolve(report.id() + ".html"), "page");
        }
        CrashReport there = TestReports.at(now);
        directory().store(there);
        withPages(each -> bytes("page")).draw(there.id());
        directory().recover();
        assertThat(files("pending")).containsExactly(there.id() + ".html", there.id() + ".json");
        assertThat(files("sent")).isEmpty();
        assertThat(files("quarantine")).isEmpty();
    }

    @Test
    void pageCountsInSizeButNotAsAReport() throws IOException {
        ReportDirectory pages = withPages(report -> new byte[10_000]);
        for (int i = 0; i < 3; i++) {
            CrashReport report = TestReports.at(now.minusSeconds(i));
            pages.store(report);
            pages.draw(report.id());
        }
        directory(3, 100_000_000).trim();
        assertThat(files("pending")).hasSize(6);
        directory(3, 25_000).trim();
        assertThat(files("pending"))
                .hasSize(5)
                .filteredOn(name -> name.endsWith(".html"))
                .hasSize(2);
        directory(1, 100_000_000).trim();
        assertThat(files("pending")).hasSize(2);
    }

    private ReportDirectory withPages(Function<CrashReport, byte[]> page) {
        return new ReportDirectory(root, new StoreLimits(100, 100_000_000, Duration.ofDays(30), 100_000), page);
    }

    private static byte[] bytes(Object text) {
        return text.toString().getBytes(UTF_8);
    }

    @Test
    void updateWhenReportIsGoneDoesNotBringItBack() throws IOException {
        CrashReport report = TestReports.at(now);
        directory().store(report);
        assertThat(directory().delete(report.id())).isTrue();
        directory().update(report);
        assertThat(directory().find(report.id())).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../etc/passwd",
                "",
                ".",
                "20261122T154200.123Z-7f3a9c1e/../x",
                "20261122T154200.123Z-7F3A9C1E"
            })
    void findWhenNotAnIdIsNull(String id) throws IOException {
        assertThat(directory().find(id)).isNull();
        assertThat(directory().file(id)).isNull();
        assertThat(directory().delete(id)).isFalse();
    }

    @Test
    void findWhenSymbolicLinkDoesNotFollowIt(@TempDir Path elsewhere) throws IOException {
        CrashReport report = TestReports.at(now);
        directory().open();
        Path secret = Files.write(elsewhere.resolve("secret"), ReportJson.write(report));
        Files.createSymbolicLink(root.resolve("pending").resolve(report.id() + ".json"), secret);

        assertThat(directory().find(report.id())).isNull();
        assertThat(directory().findPending(report.id())).isNull();

        assertThat(secret).exists();
        assertThat(directory().pending()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"id\":", "\u0000\u0000"})
    void findPendingWhenBrokenPutsItIntoQuarantine(String text) throws IOException {
        String id = ReportId.next(now);
        directory().open();
        Files.writeString(root.resolve("pending").resolve(id + ".json"), text);
        assertThat(directory().findPending(id)).isNull();
        assertThat(files("quarantine")).containsExactly(id + ".json");
    }

    @Test
    void findPendingWhenLargerThanAReportPutsItIntoQuarantine() throws IOException {
        String id = ReportId.next(now);
        directory().open();
        Files.write(root.resolve("pending").resolve(id + ".json"), new byte[100_001]);
        assertThat(directory().findPending(id)).isNull();
        assertThat(files("quarantine")).hasSize(1);
    }

    @Test
    void recoverWhenStrangersAreThereMovesThemAway() throws IOException {
        directory().open();
        Files.writeString(root.resolve("pending").resolve("notes.json"), "{}");
        Files.createDirectory(root.resolve("pending").resolve(ReportId.next(now) + ".json"));
        CrashReport report = TestReports.at(now);
        directory().store(report);

        directory().recover();

        assertThat(files("quarantine")).containsExactly("notes.json");
        assertThat(directory().find(report.id())).isNotNull();
    }

    @Test
    void recoverWhenKilledProcessLeftAShortReportMakesASmallOne() throws IOException {
        directory().open();
        String id = ReportId.next(now);
        String trace = """
                java.lang.IllegalStateException: boom
                second line
                \tat app//com.acme.Main.run(Main.java:7)
                Caused by: java.io.IOException
                \tat com.acme.Main.read(Unknown Source)
                \t... 1 more
                """;
        Files.write(
                root.resolve("new").resolve(id + ".txt"),
                new ShortReport(Source.SCHEDULED, now, "main", null, trace).text());
        Files.createFile(root.resolve("new").resolve(ReportId.next(now) + ".txt"));

        directory().recover();

        CrashReport report = directory().find(id);
        assertThat(files("new")).isEmpty();
        assertThat(report.source()).isEqualTo(Source.SCHEDULED);
        assertThat(report.time()).isEqualTo(now);
        assertThat(report.thread().name()).isEqualTo("main");
        assertThat(report.exceptions())
                .extracting(Failure::type)
                .containsExactly("java.lang.IllegalStateException", "java.io.IOException");
        assertThat(report.exceptions().get(0).message()).isEqualTo("boom\nsecond line");
        assertThat(report.exceptions().get(0).frames()).singleElement().satisfies(frame -> {
            assertThat(frame.className()).isEqualTo("com.acme.Main");
            assertThat(frame.line()).isEqualTo(7);
        });
        assertThat(report.notes()).hasSize(1);
    }

    @Test
    void recoverWhenFullReportIsThereTooDropsTheShortOne() throws IOException {
        CrashReport report = TestReports.at(now);
        directory().store(report);
        Files.writeString(root.resolve("new").resolve(report.id() + ".txt"), "time: x\n\nT\n");
        directory().recover();
        assertThat(files("new")).isEmpty();
        assertThat(directory().find(report.id())).isEqualTo(report);
    }

    @Test
    void recoverWhenShortReportIsOfThisProcessLeavesIt() throws IOException {
        String id = ReportId.next(now);
        directory().storeShort(id, "x".getBytes(UTF_8));
        directory().recover();
        assertThat(files("new")).containsExactly(id + ".txt");
        directory().deleteShort(id);
    }

    @Test
    void trimWhenTooManyDeletesWhatWasSentFirstAndTheNewestPendingLast() throws IOException {
        CrashReport[] reports = new CrashReport[5];
        for (int i = 0; i < 5; i++) {
            reports[i] = TestReports.at(now.plusSeconds(i - 10));
            directory().store(reports[i]);
        }
        directory().settle(settled(reports[4], DeliveryStatus.State.DELIVERED));
        directory().settle(settled(reports[3], DeliveryStatus.State.REFUSED));

        directory(3, 100_000_000).trim();
        assertThat(files("sent")).isEmpty();
        assertThat(files("quarantine")).isEmpty();
        assertThat(files("pending")).hasSize(3);

        directory(1, 100_000_000).trim();
        assertThat(directory().pending()).containsExactly(reports[2].id());

        directory(1, 1).trim();
        assertThat(files("pending")).isEmpty();
    }

    @Test
    void trimWhenTooOldDeletesByTheTimeOfTheCrashAndSaysSo(CapturedOutput output) throws IOException {
        CrashReport old = TestReports.at(now.minus(Duration.ofDays(31)));
        CrashReport young = TestReports.at(now.minus(Duration.ofDays(29)));
        directory().store(old);
        directory().store(young);
        directory().trim();
        assertThat(directory().pending()).containsExactly(young.id());
        assertThat(output).contains("never sent, too old or too many: 1 in " + root.resolve("pending"));
    }

    @Test
    void trimWhenOldReportWasSentSaysNothing(CapturedOutput output) throws IOException {
        CrashReport old = TestReports.at(now.minus(Duration.ofDays(31)));
        directory().store(old);
        directory().settle(settled(old, DeliveryStatus.State.DELIVERED));
        directory().trim();
        assertThat(files("sent")).isEmpty();
        assertThat(output).doesNotContain("never sent");
    }

    @Test
    @Timeout(60)
    void trimWhenManyFilesKeepsTheNewest() throws IOException {
        directory().open();
        for (int i = 0; i < 25_000; i++) {
            Files.createFile(root.resolve("sent").resolve(ReportId.next(now.minusSeconds(30_000 - i)) + ".json"));
        }
        assertThat(directory().pending()).isEmpty();
        directory().trim();
        assertThat(files("sent")).hasSize(100);
    }

    @Test
    void listWhenReportsAreThereHasTheNewestFirst() throws IOException {
        CrashReport older = TestReports.at(now.minusSeconds(1));
        CrashReport newer = TestReports.at(now);
        directory().store(newer);
        directory().store(older);
        assertThat(directory().list()).containsExactly(StoredReport.of(newer), StoredReport.of(older));
    }

    @Test
    void tryLockWhenTakenIsNull() throws IOException {
        ReportDirectory directory = directory();
        try (ProcessLock lock = directory.tryLock()) {
            assertThat(lock).isNotNull();
            assertThat(directory().tryLock()).isNull();
        }
        try (ProcessLock lock = directory.tryLock()) {
            assertThat(lock).isNotNull();
        }
    }

    @Test
    void storeWhenAFileIsInTheDirectorysPlaceFails() throws IOException {
        Files.writeString(root.resolve("file"), "");
        ReportDirectory directory =
                new ReportDirectory(root.resolve("file"), new StoreLimits(1, 1, Duration.ofDays(1), 100_000));
        assertThatIOException().isThrownBy(() -> directory.store(TestReports.at(now)));
        assertThatIOException().isThrownBy(directory::open);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "99999999T999999.999Z-7f3a9c1e",
                "00000000T000000.000Z-7f3a9c1e",
            })
    void recoverWhenAnIdHasNoTimeGoesOn(String id) throws IOException {
        Files.createDirectories(root.resolve("new"));
        Files.writeString(root.resolve("new").resolve(id + ".txt"), "java.lang.Error\n");
        directory().recover();
        assertThat(ReportId.isValid(id)).isFalse();
    }

    @Test
    @Timeout(10)
    void recoverWhenALineOfAShortReportNeverEndsGoesOn() throws IOException {
        Path file = root.resolve("new").resolve(ReportId.next(now) + ".txt");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "a.Error\n\tat " + "a/".repeat(49_000));
        directory().recover();
        assertThat(file).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"20269999T999999.999Z-7f3a9c1e, x", "20261122T154200.123Z-7f3a9c1e, a/"})
    void recoverWhenShortReportIsHostileGoesOn(String id, String part) throws IOException {
        directory().open();
        Files.writeString(root.resolve("new").resolve(id + ".txt"), "a.B: x\n\tat " + part.repeat(40_000));
        Files.writeString(root.resolve("pending").resolve("stranger"), "");

        directory().recover();

        assertThat(files("quarantine")).contains("stranger");
        assertThat(files("new")).isEmpty();
    }

    @Test
    void openWhenManyDoItAtOnceFailsForNone() {
        IntStream.range(0, 1000)
                .parallel()
                .forEach(i -> assertThatCode(() -> directory().open()).doesNotThrowAnyException());
    }
}
