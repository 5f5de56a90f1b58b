package dev.recourse.crash.store;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.recourse.crash.format.ReportId;
import dev.recourse.crash.format.ReportOwner;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The short reports of processes, each locked by its open channel as long as its process lives and has no full one. */
final class ShortReports {

    static final String RESERVE = ".reserve-";

    /** Those of this process: to open one again and close it would end its lock, for POSIX locks belong to the process. */
    private static final Map<Path, FileChannel> OPEN = new ConcurrentHashMap<>();

    private final ReportFiles files;

    ShortReports(ReportFiles files) {
        this.files = files;
    }

    void store(String id, byte[] text) throws IOException {
        Path file = files.path(Folder.NEW, id, ReportFiles.SHORT);
        FileChannel channel = openLocked(file);
        files.operations().write(file, channel, ByteBuffer.wrap(text));
        files.operations().sync(file, channel);
    }

    ReserveFile openReserve(Supplier<ReportOwner> owner) throws IOException {
        Path file = files.createdRoot().resolve(RESERVE + ReportId.next(Instant.now()));
        return new ReserveFile(file, openLocked(file), files.operations(), owner);
    }

    void delete(String id) throws IOException {
        Path file = files.path(Folder.NEW, id, ReportFiles.SHORT);
        FileChannel channel = OPEN.get(file);
        if (channel != null) {
            channel.close();
        }
        files.delete(file);
        OPEN.remove(file);
    }

    /** Returns whether no living process has the file's lock. */
    boolean isAbandoned(Path file) throws IOException {
        if (OPEN.containsKey(file) || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, READ, WRITE, LinkOption.NOFOLLOW_LINKS)) {
            return channel.tryLock() != null;
        } catch (NoSuchFileException ex) {
            return false;
        }
    }

    private FileChannel openLocked(Path file) throws IOException {
        FileChannel channel = files.create(file);
        OPEN.put(file, channel);
        channel.tryLock();
        return channel;
    }
}
