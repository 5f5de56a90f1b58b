package dev.recourse.crash.store;

import dev.recourse.crash.format.ReportId;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/** Deletes reports until the directory is within its bounds: what was sent first, what waits last, the oldest before the newer. */
final class Retention {

    private static final List<Folder> TRIMMED = List.of(Folder.SENT, Folder.QUARANTINE, Folder.PENDING);

    /** Most files that are kept in mind at once. */
    private static final int BATCH = 10_000;

    private static final Log logger = LogFactory.getLog(Retention.class);

    private final ReportDirectory directory;

    private final StoreLimits bounds;

    private long count;

    private long size;

    private int unsent;

    Retention(ReportDirectory directory, StoreLimits bounds) {
        this.directory = directory;
        this.bounds = bounds;
    }

    void run() throws IOException {
        try {
            deleteOld();
            for (Folder folder : TRIMMED) {
                trim(folder);
            }
        } finally {
            if (unsent > 0) {
                logger.warn("Crash reports deleted that were never sent, too old or too many: " + unsent + " in "
                        + directory.path(Folder.PENDING));
            }
        }
    }

    private void deleteOld() throws IOException {
        Instant oldest = Instant.now().minus(bounds.maxAge());
        for (Folder folder : TRIMMED) {
            each(folder, file -> {
                if (file.time().isBefore(oldest)) {
                    delete(folder, file);
                } else {
                    count += file.counted();
                    size += file.size();
                }
            });
        }
    }

    private void delete(Folder folder, Stored file) throws IOException {
        boolean report = file.path().toString().endsWith(ReportDirectory.JSON);
        if (Files.deleteIfExists(file.path()) && report && folder == Folder.PENDING) {
            unsent++;
        }
    }

    private void trim(Folder folder) throws IOException {
        boolean more = true;
        while (more && isTooMuch()) {
            NavigableSet<Stored> oldest = new TreeSet<>(Comparator.comparing(Stored::time)
                    .thenComparing(file -> file.path().toString()));
            each(folder, file -> {
                oldest.add(file);
                if (oldest.size() > BATCH) {
                    oldest.pollLast();
                }
            });
            more = oldest.size() == BATCH;
            for (Stored file : oldest) {
                if (isTooMuch()) {
                    delete(folder, file);
                    count -= file.counted();
                    size -= file.size();
                }
            }
        }
    }

    private boolean isTooMuch() {
        return count > bounds.maxReports() || size > bounds.maxSize();
    }

    private void each(Folder folder, StoredTask task) throws IOException {
        if (!Files.isDirectory(directory.path(folder))) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory.path(folder))) {
            for (Path path : files) {
                try {
                    BasicFileAttributes attributes =
                            Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                    if (!attributes.isDirectory()) {
                        task.run(new Stored(path, attributes.size(), time(path, attributes)));
                    }
                } catch (NoSuchFileException ex) {
                    // somebody deleted it: one less
                }
            }
        } catch (DirectoryIteratorException ex) {
            throw ex.getCause();
        }
    }

    /** Returns the time of the crash, for writing the file again, as each try to send does, makes it no younger. */
    private static Instant time(Path path, BasicFileAttributes attributes) {
        String name = path.getFileName().toString();
        String id = name.substring(0, Math.max(0, name.lastIndexOf('.')));
        return ReportId.isValid(id)
                ? ReportId.time(id)
                : attributes.lastModifiedTime().toInstant();
    }

    private interface StoredTask {

        void run(Stored file) throws IOException;
    }

    private record Stored(Path path, long size, Instant time) {

        /** A page belongs to its report, and by its name is deleted before it. */
        int counted() {
            return path.toString().endsWith(ReportDirectory.PAGE) ? 0 : 1;
        }
    }
}
