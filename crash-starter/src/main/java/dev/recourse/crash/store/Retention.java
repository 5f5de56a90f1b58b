package dev.recourse.crash.store;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/** Deletes reports of this application until the directory is within its limits. */
final class Retention {

    /** Most files that are kept in mind at once. */
    private static final int BATCH = 10_000;

    /** Older than this starter: the time of a device that did not know it. */
    private static final Instant IMPLAUSIBLE = Instant.parse("2020-01-01T00:00:00Z");

    private static final Log logger = LogFactory.getLog(Retention.class);

    private final ReportFiles files;

    private final StoredFiles stored;

    private final StoreLimits limits;

    /** What is there, or more: other processes delete too. Negative until it was counted. */
    private long count = -1;

    private long size;

    Retention(ReportFiles files, StoredFiles stored, StoreLimits limits) {
        this.files = files;
        this.stored = stored;
        this.limits = limits;
    }

    /** Makes room after a file was stored, which itself stays. Looks at the directory only where there may be too much. */
    synchronized void added(Path file, long bytes) throws IOException {
        count += count >= 0 ? 1 : 0;
        size += bytes;
        if (count < 0 || limits.isExceededBy(count, size)) {
            limit(file);
        }
    }

    /** Counts what is written beside a report; there is room for it when the next one is stored. */
    synchronized void grew(long bytes) {
        size += bytes;
    }

    /** Deletes what is too much. */
    synchronized void limit() throws IOException {
        limit(null);
    }

    /** Deletes what is too old. */
    synchronized void expire() throws IOException {
        Instant now = Instant.now();
        Instant oldest = now.minus(limits.maxAge());
        long[] unsent = new long[1];
        stored.each(file -> {
            if (file.time().isBefore(IMPLAUSIBLE)) {
                // its age is counted from now on
                files.operations().setTime(file.path(), FileTime.from(now));
            } else if (file.time().isBefore(oldest) && files.delete(file.path()) && file.isUnsent()) {
                unsent[0]++;
            }
        });
        warn(unsent[0], limits.age());
    }

    private void limit(@Nullable Path kept) throws IOException {
        boolean more = true;
        while (more) {
            Map<String, StoredFile> last = census();
            if (!limits.isExceededBy(count, size)) {
                return;
            }
            NavigableSet<StoredFile> first = firstToDelete(last, kept);
            more = first.size() == BATCH;
            delete(first);
        }
    }

    /** Counts, and finds the youngest of each kind that was not sent. */
    private Map<String, StoredFile> census() throws IOException {
        count = 0;
        size = 0;
        Map<String, StoredFile> last = new HashMap<>();
        stored.each(file -> {
            count += file.isReport() ? 1 : 0;
            size += file.size();
            String kind = file.kind();
            if (kind != null && file.folder() != Folder.SENT && file.isReport()) {
                last.merge(kind, file, (one, other) -> one.time().isAfter(other.time()) ? one : other);
            }
        });
        return last;
    }

    private NavigableSet<StoredFile> firstToDelete(Map<String, StoredFile> last, @Nullable Path kept)
            throws IOException {
        NavigableSet<StoredFile> first = new TreeSet<>(StoredFile.ORDER);
        stored.each(file -> {
            if (file.path().equals(kept)) {
                return;
            }
            StoredFile youngest = file.kind() == null ? null : last.get(file.kind());
            boolean isLast = youngest != null && youngest.time().equals(file.time());
            first.add(isLast ? file.asLast() : file);
            if (first.size() > BATCH) {
                first.pollLast();
            }
        });
        return first;
    }

    private void delete(NavigableSet<StoredFile> first) throws IOException {
        Map<String, Integer> unsent = new HashMap<>();
        for (StoredFile file : first) {
            if (!limits.isExceededBy(count, size)) {
                break;
            }
            String reason = limits.exceededBy(count);
            if (files.delete(file.path()) && file.isUnsent()) {
                unsent.merge(reason, 1, Integer::sum);
            }
            count -= file.isReport() ? 1 : 0;
            size -= file.size();
        }
        unsent.forEach(this::warn);
    }

    private void warn(String reason, long unsent) {
        warn(unsent, reason);
    }

    private void warn(long unsent, String reason) {
        if (unsent > 0) {
            logger.warn("Crash reports deleted that were never sent: " + unsent + ", for " + reason + ", in "
                    + files.path(Folder.PENDING));
        }
    }
}
