package dev.recourse.crash.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.Application;
import dev.recourse.crash.CrashReport.DeliveryStatus;
import dev.recourse.crash.CrashReport.Failure;
import dev.recourse.crash.CrashReport.Source;
import dev.recourse.crash.format.ReportId;
import dev.recourse.crash.format.ReportJson;
import dev.recourse.crash.format.ReportOwner;
import dev.recourse.crash.format.ShortReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
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

        directory.draw(report);
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
    void zipHasReportAndPageAndGoesWithTheReport() throws IOException {
        CrashReport report = TestReports.at(now);
        directory().store(report);
        Path zip = directory().putZip(report, bytes("page"));
        assertThat(zip).isEqualTo(root.resolve("pending/" + report.id() + ".zip"));
        try (ZipFile content = new ZipFile(zip.toFile())) {
            assertThat(content.stream().map(Object::toString))
                    .containsExactly(report.id() + ".json", report.id() + ".html");
        }

        directory().recover();
        directory().settle(settled(report, DeliveryStatus.State.DELIVERED));
        assertThat(files("sent")).containsExactly(report.id() + ".json", report.id() + ".zip");
        assertThat(directory().list()).hasSize(1);

        directory().reopen(settled(report, DeliveryStatus.State.PENDING));
        assertThat(files("pending")).containsExactly(report.id() + ".json", report.id() + ".zip");
        assertThat(directory().isPending(report.id())).isTrue();

        assertThat(directory().delete(report.id())).isTrue();
        assertThat(files("pending")).isEmpty();
        assertThat(directory().putZip(report, bytes("page"))).isNull();
    }

    @Test
    void zipWhenItsReportIsGoneIsTidiedAway() throws IOException {
        CrashReport report = TestReports.at(now);
        Path file = directory().store(report);
        directory().putZip(report, bytes("page"));
        Files.delete(file);
        directory().recover();
        assertThat(files("pending")).isEmpty();
        assertThat(files("quarantine")).isEmpty();
    }

    @Test
    void pageWhenItCannotBeDrawnChangesNothingElse(CapturedOutput output) throws IOException {
        ReportDirectory directory = withPages(report -> {
            throw new StackOverflowError();
        });
        CrashReport report = TestReports.at(now);
        directory.store(report);
        directory.draw(report);
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
        directory.draw(report);
        directory.settle(settled(report, DeliveryStatus.State.DELIVERED));
        assertThat(files("sent")).contains(report.id() + ".json");
    }

    @Test
    void pageWhenNoneIsWantedAnyMoreStillGoesWithItsReport() throws IOException {
        CrashReport report = TestReports.at(now);
        directory().store(report);
        withPages(each -> bytes("page")).draw(report);
        directory().settle(settled(report, DeliveryStatus.State.DELIVERED));
        assertThat(files("sent")).containsExactly(report.id() + ".html", report.id() + ".json");
    }

    @Test
    void pageOfABrokenReportGoesIntoQuarantineWithIt() throws IOException {
        CrashReport report = TestReports.at(now);
        Path file = directory().store(report);
        withPages(each -> bytes("page")).draw(report);
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
        withPages(each -> bytes("page")).draw(there);
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
            pages.draw(report);
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
        return new ReportDirectory(
                root,
                new StoreLimits(100, 100_000_000, Duration.ofDays(30), 100_000),
                page,
                FileOperations.system(),
                () -> ReportOwner.UNKNOWN);
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
        CrashReport report = TestReports.at(now);
        directory().storeShort(report.id(), "x".getBytes(UTF_8));
        directory().recover();
        assertThat(files("new")).containsExactly(report.id() + ".txt");
        directory().store(report);
        assertThat(files("new")).isEmpty();
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

    private CrashReport stored(Duration age) throws IOException {
        CrashReport report = TestReports.at(now.minus(age));
        Path file = directory().store(report);
        Files.setLastModifiedTime(file, FileTime.from(report.time()));
        return report;
    }

    @Test
    void trimWhenTooOldDeletesItAndSaysWhichKeyDidIt(CapturedOutput output) throws IOException {
        stored(Duration.ofDays(31));
        CrashReport young = stored(Duration.ofDays(29));
        directory().trim();
        assertThat(directory().pending()).containsExactly(young.id());
        assertThat(output).contains("never sent: 1, for recourse.crash.max-age is 30d, in " + root.resolve("pending"));
    }

    @Test
    void trimWhenOldReportWasSentSaysNothing(CapturedOutput output) throws IOException {
        CrashReport old = stored(Duration.ofDays(31));
        directory().settle(settled(old, DeliveryStatus.State.DELIVERED));
        directory().trim();
        assertThat(files("sent")).isEmpty();
        assertThat(output).doesNotContain("never sent");
    }

    @Test
    void ageWhenAReportIsWrittenAgainIsThatOfTheFirstTime() throws IOException {
        CrashReport old = stored(Duration.ofDays(31));
        directory().update(settled(old, DeliveryStatus.State.PENDING));
        directory().trim();
        assertThat(directory().pending()).isEmpty();
    }

    @Test
    void ageWhenTheClockBeganAt1970IsCountedFromTheFirstTimeThatItIsRight() throws IOException {
        CrashReport written = TestReports.at(Instant.EPOCH.plusSeconds(30));
        directory().store(written);
        CrashReport both = TestReports.at(Instant.EPOCH.plusSeconds(40));
        Path file = directory().store(both);
        Files.setLastModifiedTime(file, FileTime.from(both.time()));
        directory().trim();
        directory().trim();
        assertThat(directory().pending()).containsExactly(written.id(), both.id());
        assertThat(Files.getLastModifiedTime(file).toInstant()).isAfterOrEqualTo(now);
    }

    private CrashReport ofKind(String kind, int second) {
        Instant time = now.plusSeconds(second - 1000);
        return TestReports.at(time).toBuilder().kind(kind).build();
    }

    private Path stored(ReportDirectory directory, CrashReport report) throws IOException {
        Path file = directory.store(report);
        if (Files.exists(file)) {
            Files.setLastModifiedTime(file, FileTime.from(report.time()));
        }
        return file;
    }

    @Test
    void storeKeepsTheDirectoryWithinItsLimits(CapturedOutput output) throws IOException {
        ReportDirectory directory = directory(20, 100_000_000);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            CrashReport report = ofKind("kind" + i, i);
            ids.add(report.id());
            stored(directory, report);
            assertThat(files("pending")).hasSizeLessThanOrEqualTo(20).contains(report.id() + ".json");
        }
        assertThat(directory.pending()).containsExactlyElementsOf(ids.subList(40, 60));
        assertThat(output).contains("never sent: 1, for recourse.crash.max-reports is 20, in ");
    }

    @Test
    void storeWhenTheDirectoryIsTooLargeMakesRoom(CapturedOutput output) throws IOException {
        ReportDirectory directory = directory(20, 2048);
        for (int i = 0; i < 10; i++) {
            stored(directory, ofKind("kind" + i, i));
        }
        assertThat(files("pending")).hasSizeBetween(2, 6);
        assertThat(output).contains("for recourse.crash.max-size is 2KB, in ");
    }

    @Test
    void storeWhenItIsTheOldestByTheClockStillKeepsWhatWasJustStored() throws IOException {
        ReportDirectory directory = directory(2, 100_000_000);
        stored(directory, ofKind("one", 10));
        stored(directory, ofKind("two", 20));
        CrashReport early = TestReports.at(Instant.EPOCH.plusSeconds(1));
        stored(directory, early);
        assertThat(files("pending")).hasSize(2).contains(early.id() + ".json");
    }

    @Test
    void lastOfAKindOutlivesRepeatsOfAnother() throws IOException {
        ReportDirectory directory = directory(4, 100_000_000);
        CrashReport rare = ofKind("rare", 0);
        stored(directory, rare);
        CrashReport newest = rare;
        for (int i = 1; i < 20; i++) {
            newest = ofKind("common", i);
            stored(directory, newest);
        }
        assertThat(directory.pending()).hasSize(4).contains(rare.id(), newest.id());
    }

    @Test
    void whatWasSentGoesBeforeRepeatsAndTheseBeforeTheLastOfAKind() throws IOException {
        CrashReport refused = ofKind("refused", 0);
        CrashReport repeated = ofKind("common", 1);
        CrashReport repeat = ofKind("common", 2);
        CrashReport sent = ofKind("sent", 3);
        for (CrashReport report : List.of(refused, repeated, repeat, sent)) {
            stored(directory(), report);
        }
        directory().settle(settled(refused, DeliveryStatus.State.REFUSED));
        directory().settle(settled(sent, DeliveryStatus.State.DELIVERED));

        directory(3, 100_000_000).trim();
        assertThat(files("sent")).isEmpty();
        directory(2, 100_000_000).trim();
        assertThat(directory().pending()).containsExactly(repeat.id());
        assertThat(files("quarantine")).hasSize(1);
        directory(1, 100_000_000).trim();
        assertThat(files("quarantine")).isEmpty();
        assertThat(directory().pending()).containsExactly(repeat.id());
    }

    private ReportDirectory ofApplication(String name, int maxReports) {
        Application application = Application.UNKNOWN.withName(name);
        return new ReportDirectory(
                root,
                new StoreLimits(maxReports, 100_000_000, Duration.ofDays(30), 100_000),
                null,
                FileOperations.system(),
                () -> ReportOwner.of(application));
    }

    private CrashReport of(String name, Duration age) {
        return TestReports.at(now.minus(age)).toBuilder()
                .application(Application.UNKNOWN.withName(name))
                .build();
    }

    @Test
    void reportsOfAnotherApplicationAreNeitherSeenNorMovedNorDeletedNorCounted() throws IOException {
        ReportDirectory mill = ofApplication("mill", 2);
        ReportDirectory lathe = ofApplication("lathe", 2);
        List<CrashReport> theirs = List.of(of("mill", Duration.ofDays(40)), of("mill", Duration.ofDays(1)));
        for (CrashReport report : theirs) {
            stored(mill, report);
        }
        List<String> ids = theirs.stream().map(CrashReport::id).toList();
        for (int i = 0; i < 5; i++) {
            stored(lathe, of("lathe", Duration.ofHours(5 - i)));
        }
        lathe.recover();
        lathe.trim();

        assertThat(lathe.pending()).hasSize(2).doesNotContainAnyElementsOf(ids);
        assertThat(lathe.list()).extracting(StoredReport::id).doesNotContainAnyElementsOf(ids);
        for (String id : ids) {
            assertThat(lathe.find(id)).isNull();
            assertThat(lathe.findPending(id)).isNull();
            assertThat(lathe.file(id)).isNull();
            assertThat(lathe.delete(id)).isFalse();
        }
        assertThat(mill.pending()).containsExactlyElementsOf(ids);
        mill.trim();
        assertThat(mill.pending()).containsExactly(ids.get(1));
    }

    @Test
    void reportThatDoesNotSayWhoseItIsBelongsToAll() throws IOException {
        CrashReport unnamed = TestReports.at(now);
        directory().store(unnamed);
        assertThat(ofApplication("mill", 2).pending()).containsExactly(unnamed.id());
        ofApplication("mill", 2).store(of("mill", Duration.ZERO));
        assertThat(directory().pending()).containsExactly(unnamed.id());
    }

    @Test
    void shortReportOfAnotherApplicationIsLeftToIt() throws IOException {
        directory().open();
        Application mill = Application.UNKNOWN.withName("mill");
        Path file = root.resolve("new").resolve(ReportId.next(now) + ".txt");
        Files.write(file, new ShortReport(Source.ASYNC, now, "main", mill, "a.B: boom").text());
        ofApplication("lathe", 10).recover();
        assertThat(file).exists();
        ofApplication("mill", 10).recover();
        assertThat(file).doesNotExist();
        assertThat(ofApplication("mill", 10).list()).hasSize(1);
    }

    @Test
    void reserveSaysWhoseItIs() throws IOException {
        ReserveFile reserve = ofApplication("mill", 10).openReserve();
        assertThat(new String(reserve.header(), UTF_8)).isEqualTo("application: mill\n");
        reserve.close();
    }

    @Test
    void recoverDeletesWhatIsTooMuchBeforeAnythingIsRead() throws IOException {
        directory().open();
        for (int i = 0; i < 10_000; i++) {
            CrashReport report = ofKind("kind", i - 10_000);
            Files.write(root.resolve("pending").resolve(report.id() + ".json"), ReportJson.write(report));
        }
        ReportDirectory directory = directory();
        directory.recover();
        assertThat(files("pending")).hasSize(100);
    }

    @Test
    void recoverWhenThereAreMoreShortReportsThanMayBeKeptMakesAsManyReports() throws IOException {
        directory().open();
        for (int i = 0; i < 300; i++) {
            Files.writeString(
                    root.resolve("new").resolve(ReportId.next(now.minusSeconds(i)) + ".txt"), "a.B: boom " + i);
        }
        directory(20, 100_000_000).recover();
        assertThat(files("new")).isEmpty();
        assertThat(files("pending")).hasSize(20);
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
