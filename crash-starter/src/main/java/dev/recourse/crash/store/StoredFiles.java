package dev.recourse.crash.store;

import dev.recourse.crash.format.ReportHead;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Goes through the files that count in the limits: those of this application, and those that do not say whose they are. */
final class StoredFiles {

    private static final List<Folder> COUNTED = List.of(Folder.SENT, Folder.QUARANTINE, Folder.PENDING);

    private final ReportFiles files;

    private final ReportHeads heads;

    StoredFiles(ReportFiles files, ReportHeads heads) {
        this.files = files;
        this.heads = heads;
    }

    void each(Task task) throws IOException {
        for (Folder folder : COUNTED) {
            if (files.isUsable(folder)) {
                each(folder, task);
            }
        }
    }

    private void each(Folder folder, Task task) throws IOException {
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(files.path(folder))) {
            for (Path path : paths) {
                try {
                    StoredFile file = path.toString().endsWith(ReportFiles.PART) ? null : stored(folder, path);
                    if (file != null) {
                        task.run(file);
                    }
                } catch (NoSuchFileException ex) {
                    // somebody deleted it: one less
                }
            }
        } catch (DirectoryIteratorException ex) {
            throw ex.getCause();
        }
    }

    private @Nullable StoredFile stored(Folder folder, Path path) throws IOException {
        BasicFileAttributes attributes = attributes(path);
        ReportHead head = heads.of(path);
        if (attributes.isDirectory() || !heads.owns(head.application())) {
            return null;
        }
        return StoredFile.of(path, folder, attributes.size(), written(path, attributes), head.kind());
    }

    /** What is beside a report is as old as that. */
    private static Instant written(Path path, BasicFileAttributes attributes) throws IOException {
        String id = ReportFiles.idBeside(path);
        Path report = id == null ? path : path.resolveSibling(id + ReportFiles.JSON);
        return (report.equals(path) || !Files.exists(report, LinkOption.NOFOLLOW_LINKS)
                        ? attributes
                        : attributes(report))
                .lastModifiedTime()
                .toInstant();
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** What is done with each file. */
    interface Task {

        void run(StoredFile file) throws IOException;
    }
}
