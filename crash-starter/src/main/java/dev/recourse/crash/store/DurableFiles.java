package dev.recourse.crash.store;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** File operations that are finished when they return, power cut or not, and that only the owner can read. */
final class DurableFiles {

    private static final Set<OpenOption> REPLACE = Set.of(CREATE, TRUNCATE_EXISTING, WRITE, LinkOption.NOFOLLOW_LINKS);

    private DurableFiles() {}

    static void createDirectories(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, owner(directory, "rwx------"));
        }
    }

    static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, REPLACE, owner(file, "rw-------"));
    }

    static void write(Path file, byte[] content) throws IOException {
        try (FileChannel channel = open(file)) {
            writeAll(channel, content);
            channel.force(true);
        }
    }

    static void writeAll(FileChannel channel, byte[] content) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(content);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** Moves a file over another, if there is one. */
    static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException ex) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
        sync(to);
    }

    /** Reads a regular file, which no link leads to, up to a number of bytes. */
    static byte[] read(Path file, long atMost) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("Not a regular file");
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] content = in.readNBytes((int) Math.min(atMost + 1, Integer.MAX_VALUE - 8));
            if (content.length > atMost) {
                throw new IOException("Larger than a report can be: more than " + atMost + " bytes");
            }
            return content;
        }
    }

    /** Makes a new name durable. Where directories cannot be opened, as on Windows, the file system does it alone. */
    private static void sync(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(directory, READ)) {
            channel.force(true);
        } catch (IOException ex) {
            // nothing to be done, and the file itself is complete
        }
    }

    private static FileAttribute<?>[] owner(Path path, String permissions) {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        };
    }
}
