package dev.recourse.crash.store;

import dev.recourse.crash.format.ReportId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a directory is this process's own: no link, owned by its user, and that nobody else may write to it.
 *
 * <p>Whoever could write to it could lead writing, moving and deleting to any place. In a directory that is its own, nobody can replace a
 * file between a check and its use.
 */
final class PrivateDirectory {

    static final String PROBE = ".probe-";

    private static final Set<PosixFilePermission> OTHERS_WRITE =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private final Path root;

    private final FileOperations files;

    private final boolean posix;

    private volatile @Nullable Identity identity;

    PrivateDirectory(Path root, FileOperations files) {
        this.root = root;
        this.files = files;
        this.posix = root.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /**
     * Returns the directory below the root, or the root itself, after having created what is missing.
     *
     * @throws IOException if it cannot be created, or is not this process's own
     */
    Path created(Path directory) throws IOException {
        for (Path each : directory.equals(root) ? new Path[] {root} : new Path[] {root, directory}) {
            if (!Files.exists(each, LinkOption.NOFOLLOW_LINKS)) {
                files.createDirectory(each);
            }
            check(each);
        }
        return directory;
    }

    /**
     * Returns whether there is the directory below the root, or the root itself.
     *
     * @throws IOException if it is not this process's own
     */
    boolean exists(Path directory) throws IOException {
        for (Path each : directory.equals(root) ? new Path[] {root} : new Path[] {root, directory}) {
            if (!Files.exists(each, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
            check(each);
        }
        return true;
    }

    private void check(Path directory) throws IOException {
        if (Files.isSymbolicLink(directory)) {
            throw new UnsafeDirectoryException(
                    directory + " is a link, which is not followed: put a directory in its place");
        }
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            throw new UnsafeDirectoryException(directory + " is no directory: put one in its place");
        }
        if (!posix) {
            return;
        }
        PosixFileAttributes attributes = attributes(directory);
        Identity self = identity();
        if (self != null && !attributes.owner().equals(self.user())) {
            throw new UnsafeDirectoryException(directory + " belongs to "
                    + attributes.owner().getName() + ", not to " + self.user().getName()
                    + ": set recourse.crash.directory to one that is the application's own");
        }
        if ((self == null || self.permissionsHold()) && isWritableByOthers(attributes)) {
            throw new UnsafeDirectoryException(
                    directory + " can be written to by others: take that right from them (chmod go-w)");
        }
    }

    /** Learns from a directory that is created for it, and removed, who this process is to the file system. */
    private @Nullable Identity identity() {
        Identity known = identity;
        if (known != null) {
            return known;
        }
        Path probe = root.resolve(PROBE + ReportId.next(Instant.now()));
        try {
            files.createDirectory(probe);
            try {
                PosixFileAttributes attributes = attributes(probe);
                known = new Identity(attributes.owner(), !isWritableByOthers(attributes));
            } finally {
                files.delete(probe);
            }
            identity = known;
            return known;
        } catch (IOException ex) {
            // full, or not writable: what is written next says so
            return null;
        }
    }

    private static PosixFileAttributes attributes(Path directory) throws IOException {
        return Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean isWritableByOthers(PosixFileAttributes attributes) {
        return attributes.permissions().stream().anyMatch(OTHERS_WRITE::contains);
    }

    /**
     * @param permissionsHold whether the file system keeps permissions; shares and sticks of Windows do not
     */
    private record Identity(UserPrincipal user, boolean permissionsHold) {}
}
