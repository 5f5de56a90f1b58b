package dev.recourse.crash.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.DeliveryStatus;
import dev.recourse.crash.format.ReportOwner;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done to files, and in which order. */
class FileOperationsTests {

    @TempDir
    private Path root;

    private final List<String> calls = new ArrayList<>();

    private ReportDirectory directory(FileOperations files) throws IOException {
        ReportDirectory directory = new ReportDirectory(
                root,
                new StoreLimits(100, 100_000_000, Duration.ofDays(30), 100_000),
                null,
                files,
                () -> ReportOwner.UNKNOWN);
        directory.open();
        calls.clear();
        return directory;
    }

    private ReportDirectory observed() throws IOException {
        return directory(new ObservedFiles(calls::add));
    }

    @Test
    void reportIsSyncedBeforeItIsRenamedAndTheShortOneGoesLast() throws IOException {
        CrashReport report = TestReports.at(Instant.now());
        ReportDirectory directory = observed();
        directory.storeShort(report.id(), "short".getBytes(UTF_8));
        directory.store(report);
        assertThat(calls)
                .containsExactly(
                        "create new/ID.txt",
                        "write new/ID.txt",
                        "sync new/ID.txt",
                        "create new/ID.json.part",
                        "write new/ID.json.part",
                        "sync new/ID.json.part",
                        "move new/ID.json.part pending/ID.json",
                        "sync /pending",
                        "delete new/ID.txt");
    }

    @Test
    void settledReportIsMovedBeforeItIsMarked() throws IOException {
        CrashReport report = TestReports.at(Instant.now());
        ReportDirectory directory = observed();
        directory.store(report);
        calls.clear();
        directory.settle(report.with(report.delivery().withState(DeliveryStatus.State.DELIVERED)));
        assertThat(calls)
                .containsExactly(
                        "move pending/ID.json sent/ID.json",
                        "sync /sent",
                        "create sent/ID.json.part",
                        "write sent/ID.json.part",
                        "sync sent/ID.json.part",
                        "time sent/ID.json.part",
                        "move sent/ID.json.part sent/ID.json",
                        "sync /sent");
    }

    @Test
    void reserveIsOnTheDiskWhenItIsWritten() throws IOException {
        ReportDirectory directory = observed();
        ReserveFile reserve = directory.openReserve();
        calls.clear();
        reserve.write(ByteBuffer.wrap(new byte[10]));
        assertThat(calls)
                .containsExactly(
                        "write " + root.getFileName() + "/.reserve-ID", "sync " + root.getFileName() + "/.reserve-ID");
        reserve.clear();
        reserve.close();
        assertThat(calls).last().isEqualTo("delete " + root.getFileName() + "/.reserve-ID");
    }

    @Test
    void reportWhenItCannotBeSyncedIsNotRenamed() throws IOException {
        CrashReport report = TestReports.at(Instant.now());
        ReportDirectory directory = directory(new ObservedFiles(calls::add) {
            @Override
            public void sync(Path file, FileChannel open) throws IOException {
                if (file.toString().endsWith(".json.part")) {
                    throw new IOException("No space left on device");
                }
                super.sync(file, open);
            }
        });
        directory.storeShort(report.id(), "short".getBytes(UTF_8));
        assertThatIOException().isThrownBy(() -> directory.store(report));
        assertThat(root.resolve("new").resolve(report.id() + ".txt")).exists();
        assertThat(root.resolve("new").resolve(report.id() + ".json.part")).doesNotExist();
        assertThat(root.resolve("pending")).isEmptyDirectory();
    }

    @Test
    void systemSyncsContentAndMetadata() throws IOException {
        SyncedChannel channel = new SyncedChannel();
        FileOperations.system().sync(root, channel);
        assertThat(channel.forced).containsExactly(true);
    }

    @Test
    void systemCreatesForTheOwnerAloneAndOpensNothingThatIsThere() throws IOException {
        FileOperations files = FileOperations.system();
        Path directory = root.resolve("a/b");
        files.createDirectory(directory);
        Path file = directory.resolve("c");
        files.create(file).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Files.createSymbolicLink(directory.resolve("link"), root.resolve("elsewhere"));
        for (String taken : List.of("c", "link")) {
            assertThatExceptionOfType(FileAlreadyExistsException.class)
                    .isThrownBy(() -> files.create(directory.resolve(taken)));
        }
        assertThat(root.resolve("elsewhere")).doesNotExist();
    }

    /** A channel that can only be synced. */
    private static final class SyncedChannel extends FileChannel {

        private final List<Boolean> forced = new ArrayList<>();

        @Override
        public void force(boolean metaData) {
            forced.add(metaData);
        }

        @Override
        public int read(ByteBuffer to) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long read(ByteBuffer[] to, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int write(ByteBuffer from) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long write(ByteBuffer[] from, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long position() {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileChannel position(long newPosition) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long size() {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileChannel truncate(long size) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferTo(long position, long count, WritableByteChannel target) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferFrom(ReadableByteChannel src, long position, long count) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(ByteBuffer to, long position) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int write(ByteBuffer from, long position) {
            throw new UnsupportedOperationException();
        }

        @Override
        public MappedByteBuffer map(MapMode mode, long position, long size) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileLock lock(long position, long size, boolean shared) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected void implCloseChannel() {}
    }
}
