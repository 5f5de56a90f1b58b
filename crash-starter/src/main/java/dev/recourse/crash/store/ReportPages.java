package dev.recourse.crash.store;

import dev.recourse.crash.CrashReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.function.Function;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/** Keeps a page beside each report, where pages are wanted; what goes wrong with a page is logged, and nothing else. */
final class ReportPages {

    private static final Log logger = LogFactory.getLog(ReportPages.class);

    private final ReportFiles files;

    private final @Nullable Function<CrashReport, byte[]> page;

    ReportPages(ReportFiles files, @Nullable Function<CrashReport, byte[]> page) {
        this.files = files;
        this.page = page;
    }

    /** Returns the page of a report, or null where there is none to write. */
    byte @Nullable [] drawn(CrashReport report) {
        try {
            return page == null ? null : page.apply(report);
        } catch (Throwable ex) {
            warn(report.id(), ex);
            return null;
        }
    }

    void put(Folder folder, String id, byte[] content) {
        try {
            Path file = files.path(folder, id, ReportFiles.PAGE);
            files.replace(file.resolveSibling(file.getFileName() + ReportFiles.PART), file, content);
        } catch (IOException ex) {
            warn(id, ex);
        }
    }

    /** Moves a page after its report, if there is one. */
    void move(Path from, Folder to, String id) {
        Path file = from.resolve(id + ReportFiles.PAGE);
        try {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                files.moveTo(file, to);
            }
        } catch (IOException ex) {
            logger.warn("The page of a crash report cannot be moved: " + file, ex);
        }
    }

    private static void warn(String id, Throwable failure) {
        logger.warn("The page of crash report " + id + " cannot be written", failure);
    }
}
