package dev.recourse.crash.store;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.Application;
import dev.recourse.crash.format.ReportId;
import dev.recourse.crash.format.ShortReport;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/** Brings in order what processes left that ended in the middle of it. */
final class Recovery {

    private static final Log logger = LogFactory.getLog(Recovery.class);

    /** Longer than any process takes to write a file. */
    private static final Duration TIME_TO_WRITE = Duration.ofMinutes(1);

    private final ReportDirectory directory;

    private final ReportFiles files;

    private final ShortReports shorts;

    private final ReportHeads heads;

    private final StoreLimits limits;

    private int recovered;

    Recovery(ReportDirectory directory, ReportFiles files, ShortReports shorts, ReportHeads heads, StoreLimits limits) {
        this.directory = directory;
        this.files = files;
        this.shorts = shorts;
        this.heads = heads;
        this.limits = limits;
    }

    void run() throws IOException {
        each(files.root(), this::reserve);
        each(Folder.NEW, this::leftover);
        for (Folder folder : Folder.values()) {
            each(folder, this::halfWritten);
            each(folder, this::besideNothing);
        }
        each(Folder.PENDING, this::stranger);
    }

    private void reserve(Path file) throws IOException {
        String name = file.getFileName().toString();
        if (name.startsWith(ShortReports.RESERVE)) {
            recover(file, name.substring(ShortReports.RESERVE.length()));
        } else if (name.startsWith(PrivateDirectory.PROBE) && isOld(file)) {
            files.delete(file);
        }
    }

    private void leftover(Path file) throws IOException {
        String name = file.getFileName().toString();
        if (name.endsWith(ReportFiles.SHORT)) {
            recover(file, name.substring(0, name.length() - ReportFiles.SHORT.length()));
        }
    }

    /** Makes a report of a short one whose process is gone, unless there is a report already. */
    private void recover(Path file, String id) throws IOException {
        if (!ReportId.isValid(id)) {
            files.quarantine(file, "not a report's name");
            return;
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            files.quarantine(file, "no regular file");
            return;
        }
        if (!shorts.isAbandoned(file)) {
            return;
        }
        ShortReport text = Files.size(file) == 0 ? null : read(file);
        if (text != null && !heads.owns(name(text.application()))) {
            return;
        }
        if (text != null && files.folderOf(id) == null && recovered < limits.maxReports()) {
            recovered++;
            CrashReport report = text.toReport(id);
            directory.store(report);
            directory.draw(report);
        }
        files.delete(file);
    }

    /** Returns what a file says, or null where that is nothing. */
    private @Nullable ShortReport read(Path file) throws IOException {
        ShortReport text = ShortReport.parse(files.readStart(file, (int) Math.min(limits.maxReportSize(), 1 << 20)));
        return text.trace().isBlank() ? null : text;
    }

    private static @Nullable String name(@Nullable Application application) {
        return application == null ? null : application.name();
    }

    /** Deletes a report that was not written to its end, unless somebody may still be writing. */
    private void halfWritten(Path file) throws IOException {
        if (file.toString().endsWith(ReportFiles.PART) && isOld(file)) {
            files.delete(file);
        }
    }

    private static boolean isOld(Path file) throws IOException {
        Instant written =
                Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
        return written.isBefore(Instant.now().minus(TIME_TO_WRITE));
    }

    /** Deletes a page or a zip whose report is gone. */
    private void besideNothing(Path file) throws IOException {
        String id = ReportFiles.idBeside(file);
        if (id != null && Files.notExists(file.resolveSibling(id + ReportFiles.JSON), LinkOption.NOFOLLOW_LINKS)) {
            files.delete(file);
        }
    }

    /** Moves away what cannot be a report by its name; what can be is looked at when its turn comes. */
    private void stranger(Path file) throws IOException {
        String name = file.getFileName().toString();
        if (!name.endsWith(ReportFiles.PART)
                && ReportFiles.BESIDE.stream().noneMatch(name::endsWith)
                && ReportFiles.id(file, ReportFiles.JSON) == null) {
            files.quarantine(file, "not a report's name");
        }
    }

    private void each(Folder folder, FileTask task) throws IOException {
        each(files.path(folder), task);
    }

    private void each(Path parent, FileTask task) throws IOException {
        if (!files.isUsable(parent)) {
            return;
        }
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(parent)) {
            for (Path file : paths) {
                try {
                    task.run(file);
                } catch (UnsafeDirectoryException ex) {
                    files.complain(ex);
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
