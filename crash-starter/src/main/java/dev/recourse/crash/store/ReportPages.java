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

    /** Moves what is beside a report after it. */
    void move(Path from, Folder to, String id) {
        for (String ending : ReportFiles.BESIDE) {
            Path file = from.resolve(id + ending);
            try {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    files.moveTo(file, to);
                }
            } catch (IOException ex) {
                logger.warn("What is beside a crash report cannot be moved: " + file, ex);
            }
        }
    }

    static void warn(String id, Throwable failure) {
        logger.warn("The page of crash report " + id + " cannot be written", failure);
    }
}
