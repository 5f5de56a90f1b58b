package dev.recourse.crash.store;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.recourse.crash.format.ReportId;
import dev.recourse.crash.format.ShortReport;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/** Brings in order what processes left that ended in the middle of it. */
final class Recovery {

    private static final Log logger = LogFactory.getLog(Recovery.class);

    private static final Duration TIME_TO_WRITE = Duration.ofMinutes(1);

    private final ReportDirectory directory;

    Recovery(ReportDirectory directory) {
        this.directory = directory;
    }

    void run() throws IOException {
        each(directory.root(), this::reserve);
        each(Folder.NEW, this::leftover);
        each(Folder.NEW, this::halfWritten);
        for (Folder folder : List.of(Folder.PENDING, Folder.SENT, Folder.QUARANTINE)) {
            each(folder, this::pageAlone);
        }
        each(Folder.PENDING, this::stranger);
        each(Folder.SENT, this::halfWritten);
        each(Folder.QUARANTINE, this::halfWritten);
    }

    private void reserve(Path file) throws IOException {
        String name = file.getFileName().toString();
        String id = name.substring(Math.min(name.length(), ReportDirectory.RESERVE.length()));
        if (name.startsWith(ReportDirectory.RESERVE) && ReportId.isValid(id) && isAbandoned(file)) {
            recover(file, id);
        }
    }

    private void leftover(Path file) throws IOException {
        String name = file.getFileName().toString();
        String id = name.substring(0, Math.max(0, name.length() - ReportDirectory.SHORT.length()));
        if (!name.endsWith(ReportDirectory.SHORT)) {
            return;
        }
        if (!ReportId.isValid(id)) {
            directory.quarantine(file, "not a report's name");
        } else if (isAbandoned(file)) {
            Files.deleteIfExists(file.resolveSibling(id + ReportDirectory.JSON + ReportDirectory.PART));
            recover(file, id);
        }
    }

    private void recover(Path file, String id) throws IOException {
        if (directory.folderOf(id) == null && Files.size(file) > 0) {
            byte[] content;
            try {
                content = directory.readBounded(file);
            } catch (IOException ex) {
                directory.quarantine(file, String.valueOf(ex.getMessage()));
                return;
            }
            ShortReport text = ShortReport.parse(content);
            if (!text.trace().isBlank()) {
                directory.store(text.toReport(id));
                directory.draw(id);
            }
        }
        Files.deleteIfExists(file);
    }

    /** Deletes a report that was not written to its end, unless somebody may still be writing. */
    private void halfWritten(Path file) throws IOException {
        Instant written =
                Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
        if (file.toString().endsWith(ReportDirectory.PART)
                && written.isBefore(Instant.now().minus(TIME_TO_WRITE))) {
            Files.deleteIfExists(file);
        }
    }

    /** Deletes a page whose report is gone. */
    private void pageAlone(Path file) throws IOException {
        String name = file.getFileName().toString();
        String id = name.substring(0, Math.max(0, name.length() - ReportDirectory.PAGE.length()));
        if (name.endsWith(ReportDirectory.PAGE)
                && ReportId.isValid(id)
                && Files.notExists(file.resolveSibling(id + ReportDirectory.JSON), LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(file);
        }
    }

    /** Moves away what cannot be a report by its name or kind; what can be is looked at when its turn comes. */
    private void stranger(Path file) throws IOException {
        String name = file.getFileName().toString();
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS) || name.endsWith(ReportDirectory.PAGE)) {
            return;
        }
        if (name.endsWith(ReportDirectory.PART)) {
            halfWritten(file);
            return;
        }
        String id = name.substring(0, Math.max(0, name.length() - ReportDirectory.JSON.length()));
        if (!name.endsWith(ReportDirectory.JSON) || !ReportId.isValid(id)) {
            directory.quarantine(file, "not a report's name");
        }
    }

    /** Returns whether no living process has the file's lock. */
    private boolean isAbandoned(Path file) throws IOException {
        if (directory.isOwnShort(file) || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, READ, WRITE, LinkOption.NOFOLLOW_LINKS)) {
            return channel.tryLock() != null;
        } catch (NoSuchFileException ex) {
            return false;
        }
    }

    private void each(Folder folder, FileTask task) throws IOException {
        each(directory.path(folder), task);
    }

    private static void each(Path parent, FileTask task) throws IOException {
        if (!Files.isDirectory(parent)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(parent)) {
            for (Path file : files) {
                try {
                    task.run(file);
                } catch (IOException | RuntimeException | StackOverflowError ex) {
                    // what one file holds must not keep the others waiting
                    logger.warn("Cannot bring in order: " + file, ex);
                }
            }
        } catch (DirectoryIteratorException ex) {
            throw ex.getCause();
        }
    }

    private interface FileTask {

        void run(Path file) throws IOException;
    }
}
