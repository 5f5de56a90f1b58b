package dev.recourse.crash.store;

import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A lock on a file that no second process can have, and that ends with this one at the latest.
 *
 * <p>Java's locks throw where this process has one already, and closing any channel of the file ends a POSIX lock: so a process opens the
 * file once at a time.
 */
public final class ProcessLock implements AutoCloseable {

    private static final String NAME = ".lock";

    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;

    private final FileChannel channel;

    private ProcessLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Returns the lock of the directory, or null where somebody has it, in this process or another. */
    static @Nullable ProcessLock tryLock(ReportFiles files) throws IOException {
        Path file = files.createdRoot().resolve(NAME);
        if (!HELD.add(file)) {
            return null;
        }
        FileChannel channel = null;
        FileLock lock = null;
        try {
            channel = open(files, file);
            lock = channel.tryLock();
        } finally {
            if (lock == null) {
                HELD.remove(file);
                if (channel != null) {
                    channel.close();
                }
            }
        }
        return lock == null ? null : new ProcessLock(file, channel);
    }

    /** Two processes may do this at once: neither replaces what the other has created. */
    private static FileChannel open(ReportFiles files, Path file) throws IOException {
        files.makeRoom(file);
        try {
            return files.operations().create(file);
        } catch (FileAlreadyExistsException ex) {
            return FileChannel.open(file, WRITE, LinkOption.NOFOLLOW_LINKS);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD.remove(file);
        }
    }
}
