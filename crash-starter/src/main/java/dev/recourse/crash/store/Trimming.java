package dev.recourse.crash.store;

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

/** Deletes reports until the directory is within its bounds: what was sent first, what waits last, the oldest before the newer. */
final class Trimming {

    private static final List<Folder> TRIMMED = List.of(Folder.SENT, Folder.QUARANTINE, Folder.PENDING);

    /** Most files that are kept in mind at once. */
    private static final int BATCH = 10_000;

    private final ReportDirectory directory;

    private final Bounds bounds;

    private long count;

    private long size;

    Trimming(ReportDirectory directory, Bounds bounds) {
        this.directory = directory;
        this.bounds = bounds;
    }

    void run() throws IOException {
        Instant oldest = Instant.now().minus(bounds.maxAge());
        for (Folder folder : TRIMMED) {
            each(folder, file -> {
                if (file.time().isBefore(oldest)) {
                    Files.deleteIfExists(file.path());
                } else {
                    count++;
                    size += file.size();
                }
            });
        }
        for (Folder folder : TRIMMED) {
            trim(folder);
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
                    Files.deleteIfExists(file.path());
                    count--;
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

    private record Stored(Path path, long size, Instant time) {}
}
