package dev.recourse.crash.store;

import dev.recourse.crash.format.ReportId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A file of the directory that counts in its limits.
 *
 * @param time of the crash, or of the file where that is younger
 * @param kind of the crash; null where the file does not tell
 * @param last whether no younger crash of its kind is there that was not sent either
 */
record StoredFile(
        Path path,
        Folder folder,
        long size,
        Instant time,
        @Nullable String kind,
        boolean last) {

    /** The order in which files are deleted: what was sent, repeats of a kind, the last of a kind; what was refused before what waits. */
    static final Comparator<StoredFile> ORDER = Comparator.comparing((StoredFile file) -> file.folder() != Folder.SENT)
            .thenComparing(StoredFile::last)
            .thenComparing(StoredFile::folder)
            .thenComparing(StoredFile::time)
            .thenComparing(file -> file.path().toString());

    static StoredFile of(Path path, Folder folder, long size, Instant written, @Nullable String kind) {
        return new StoredFile(path, folder, size, younger(path, written), kind, false);
    }

    StoredFile asLast() {
        return new StoredFile(path, folder, size, time, kind, true);
    }

    /** A page or a zip belongs to its report; a page is by its name deleted before it, and what is left alone by the next start. */
    boolean isReport() {
        return ReportFiles.BESIDE.stream().noneMatch(path.toString()::endsWith);
    }

    boolean isUnsent() {
        return folder == Folder.PENDING && path.toString().endsWith(ReportFiles.JSON);
    }

    private static Instant younger(Path path, Instant written) {
        String name = path.getFileName().toString();
        String id = name.substring(0, Math.max(0, name.lastIndexOf('.')));
        if (!ReportId.isValid(id)) {
            return written;
        }
        Instant crashed = ReportId.time(id);
        return crashed.isAfter(written) ? crashed : written;
    }
}
