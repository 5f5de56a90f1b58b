package dev.recourse.crash.store;

import dev.recourse.crash.format.ReportId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/** The only way to the files of the directory: durable on return, never through a link, a pipe or a device. */
final class ReportFiles {

    static final String JSON = ".json";

    static final String PAGE = ".html";

    static final String ZIP = ".zip";

    /** What may be beside a report, and goes where it goes. */
    static final List<String> BESIDE = List.of(PAGE, ZIP);

    static final String SHORT = ".txt";

    static final String PART = ".part";

    private static final Log logger = LogFactory.getLog(ReportFiles.class);

    private final Path root;

    private final FileOperations files;

    private final PrivateDirectory own;

    private final Set<String> said = ConcurrentHashMap.newKeySet();

    ReportFiles(Path root, FileOperations files) {
        this.root = root.toAbsolutePath().normalize();
        this.files = files;
        this.own = new PrivateDirectory(this.root, files);
    }

    Path root() {
        return root;
    }

    FileOperations operations() {
        return files;
    }

    /** Returns the root after having created it, if need be. */
    Path createdRoot() throws IOException {
        return own.created(root);
    }

    /** Returns a folder after having created it, if need be. */
    Path created(Folder folder) throws IOException {
        return own.created(path(folder));
    }

    /** Returns whether there is a directory to look into; one that must not be used is said once. */
    boolean isUsable(Path directory) {
        try {
            return own.exists(directory);
        } catch (IOException ex) {
            complain(ex);
            return false;
        }
    }

    boolean isUsable(Folder folder) {
        return isUsable(path(folder));
    }

    /** Says, once, what is wrong with the directory. */
    void complain(IOException problem) {
        String message = String.valueOf(problem.getMessage());
        if (said.add(message)) {
            logger.error("Crash reports cannot be written, nor those that are there sent: " + message);
        }
    }

    Path path(Folder folder) {
        return root.resolve(folder.directoryName());
    }

    Path path(Folder folder, String id, String ending) {
        if (!ReportId.isValid(id)) {
            throw new IllegalArgumentException("Not a report's id: " + id);
        }
        return path(folder).resolve(id + ending);
    }

    /** Returns the id that a file's name begins with, or null where it is none, or ends otherwise. */
    static @Nullable String id(Path file, String ending) {
        String name = file.getFileName().toString();
        if (!name.endsWith(ending)) {
            return null;
        }
        String id = name.substring(0, name.length() - ending.length());
        return ReportId.isValid(id) ? id : null;
    }

    /** Returns the id of the report that a file is beside of, or null where it is none of these files. */
    static @Nullable String idBeside(Path file) {
        for (String ending : BESIDE) {
            String id = id(file, ending);
            if (id != null) {
                return id;
            }
        }
        return null;
    }

    /** Returns the folder in which a report is, or null. */
    @Nullable
    Folder folderOf(String id) {
        for (Folder folder : Folder.values()) {
            if (isUsable(folder) && Files.exists(path(folder, id, JSON), LinkOption.NOFOLLOW_LINKS)) {
                return folder;
            }
        }
        return null;
    }

    /** Reads a regular file, up to a number of bytes. */
    byte[] read(Path file, long atMost) throws IOException {
        try (InputStream in = open(file)) {
            byte[] content = in.readNBytes((int) Math.min(atMost + 1, Integer.MAX_VALUE - 8));
            if (content.length > atMost) {
                throw new IOException("Larger than a report can be: more than " + atMost + " bytes");
            }
            return content;
        }
    }

    /** Reads the first bytes of a regular file. */
    byte[] readStart(Path file, int bytes) throws IOException {
        try (InputStream in = open(file)) {
            return in.readNBytes(bytes);
        }
    }

    private InputStream open(Path file) throws IOException {
        own.exists(parent(file));
        boolean other =
                Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
        if (other) {
            throw new IOException("Not a regular file");
        }
        return Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** Creates a file, open for writing, in the place of whatever was there. */
    FileChannel create(Path file) throws IOException {
        own.created(parent(file));
        try {
            return files.create(file);
        } catch (FileAlreadyExistsException ex) {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                files.delete(file);
            } else {
                quarantine(file, "in a file's place");
            }
            return files.create(file);
        }
    }

    /** Writes a file in two steps: a crash on the way leaves the old content, or the new. */
    void replace(Path part, Path file, byte[] content) throws IOException {
        writePart(part, content, time(file));
        makeRoom(file);
        move(part, file);
    }

    /** The time of the old file is kept: it tells the age of a report, which a try to send it does not change. */
    private void writePart(Path part, byte[] content, @Nullable FileTime time) throws IOException {
        try (FileChannel channel = create(part)) {
            files.write(part, channel, ByteBuffer.wrap(content));
            files.sync(part, channel);
        } catch (IOException ex) {
            files.delete(part);
            throw ex;
        }
        if (time != null) {
            files.setTime(part, time);
        }
    }

    private static @Nullable FileTime time(Path file) throws IOException {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                ? Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)
                : null;
    }

    /** Moves a file into a folder, under its own name. */
    void moveTo(Path file, Folder folder) throws IOException {
        Path to = created(folder).resolve(file.getFileName());
        if (folder == Folder.QUARANTINE && Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
            move(to, free(to));
        }
        makeRoom(to);
        move(file, to);
    }

    /** Puts aside what is no report, and never over another file. */
    void quarantine(Path file, String reason) throws IOException {
        Path to = free(created(Folder.QUARANTINE).resolve(file.getFileName()));
        logger.warn("No crash report, put into quarantine: " + file + " (" + reason + ")");
        move(file, to);
    }

    boolean delete(Path file) throws IOException {
        return files.delete(file);
    }

    private void move(Path from, Path to) throws IOException {
        own.exists(parent(from));
        files.move(from, to);
        files.syncDirectory(parent(to));
    }

    /** Puts aside a link, a pipe, a device or a directory that is in a file's place. */
    void makeRoom(Path file) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            quarantine(file, "in a file's place");
        }
    }

    private static Path free(Path wanted) {
        Path free = wanted;
        for (int i = 1; Files.exists(free, LinkOption.NOFOLLOW_LINKS); i++) {
            free = wanted.resolveSibling(wanted.getFileName() + "." + i);
        }
        return free;
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IllegalArgumentException("No file of the directory: " + file);
        }
        return parent;
    }
}
