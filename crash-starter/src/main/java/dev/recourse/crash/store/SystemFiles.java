package dev.recourse.crash.store;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The file operations of the JDK. */
enum SystemFiles implements FileOperations {
    INSTANCE;

    private static final Set<OpenOption> NEW = Set.of(CREATE_NEW, WRITE, LinkOption.NOFOLLOW_LINKS);

    @Override
    public void createDirectory(Path directory) throws IOException {
        Files.createDirectories(directory, owner(directory, "rwx------"));
    }

    @Override
    public FileChannel create(Path file) throws IOException {
        return FileChannel.open(file, NEW, owner(file, "rw-------"));
    }

    @Override
    public void write(Path file, FileChannel open, ByteBuffer content) throws IOException {
        while (content.hasRemaining()) {
            open.write(content);
        }
    }

    @Override
    public void sync(Path file, FileChannel open) throws IOException {
        open.force(true);
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException ex) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Override
    public void setTime(Path file, FileTime time) throws IOException {
        Files.getFileAttributeView(file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setTimes(time, null, null);
    }

    @Override
    public boolean delete(Path file) throws IOException {
        return Files.deleteIfExists(file);
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
