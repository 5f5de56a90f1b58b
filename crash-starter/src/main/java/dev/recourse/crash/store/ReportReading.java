package dev.recourse.crash.store;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.DeliveryStatus;
import dev.recourse.crash.format.ReportId;
import dev.recourse.crash.format.ReportJson;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds the reports of this application in the folders. */
final class ReportReading {

    /** Twice: a report that is settled may move behind the first look. */
    private static final int LOOKS = 2;

    private final ReportFiles files;

    private final ReportHeads heads;

    private final StoreLimits limits;

    ReportReading(ReportFiles files, ReportHeads heads, StoreLimits limits) {
        this.files = files;
        this.heads = heads;
        this.limits = limits;
    }

    /** Returns the first ids of a folder in this order, at most as many as reports may be kept. */
    List<String> ids(Folder folder, Comparator<String> order) {
        NavigableSet<String> ids = new TreeSet<>(order);
        if (!files.isUsable(folder)) {
            return List.of();
        }
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(files.path(folder), "*" + ReportFiles.JSON)) {
            for (Path path : paths) {
                String id = ReportFiles.id(path, ReportFiles.JSON);
                boolean further = id != null && ids.size() == limits.maxReports() && order.compare(id, ids.last()) > 0;
                if (id != null && !further && heads.isOwn(path)) {
                    ids.add(id);
                }
                if (ids.size() > limits.maxReports()) {
                    ids.pollLast();
                }
            }
        } catch (IOException ex) {
            // gone meanwhile: no reports
        }
        return List.copyOf(ids);
    }

    /** Returns the newest reports in brief, newest first; never more than one of them is in memory. */
    List<StoredReport> newest() {
        TreeSet<String> ids = new TreeSet<>(Comparator.reverseOrder());
        for (Folder folder : Folder.values()) {
            ids.addAll(ids(folder, Comparator.reverseOrder()));
        }
        List<StoredReport> reports = new ArrayList<>();
        for (String id : ids) {
            CrashReport report = reports.size() < limits.maxReports() ? find(id) : null;
            if (report != null) {
                reports.add(StoredReport.of(report));
            }
        }
        return reports;
    }

    /** Returns a report, or null where there is none of this id that can be read. */
    @Nullable
    CrashReport find(String id) {
        for (int look = 0; look < LOOKS; look++) {
            Folder folder = folderOf(id);
            try {
                if (folder != null) {
                    return read(folder, id);
                }
            } catch (NoSuchFileException ex) {
                // moved meanwhile: looked for once more
            } catch (IOException ex) {
                return null;
            }
        }
        return null;
    }

    /** Returns the folder in which a report is, or null where it is in none. */
    @Nullable
    Folder folderOf(String id) {
        Folder folder = null;
        for (int look = 0; look < LOOKS && folder == null && ReportId.isValid(id); look++) {
            folder = files.folderOf(id);
        }
        return folder == null || !heads.isOwn(files.path(folder, id, ReportFiles.JSON)) ? null : folder;
    }

    /**
     * Reads a report.
     *
     * @throws NoSuchFileException if there is none of this application's
     * @throws IOException if it cannot be read, or is no report
     */
    CrashReport read(Folder folder, String id) throws IOException {
        Path file = files.path(folder, id, ReportFiles.JSON);
        if (!files.isUsable(folder) || !heads.isOwn(file)) {
            throw new NoSuchFileException(file.toString());
        }
        CrashReport report = ReportJson.read(files.read(file, limits.maxReportSize()));
        if (!report.id().equals(id)) {
            throw new IOException("Not the report that its name says");
        }
        return report.with(report.delivery().withState(state(folder)));
    }

    private static DeliveryStatus.State state(Folder folder) {
        return switch (folder) {
            case SENT -> DeliveryStatus.State.DELIVERED;
            case QUARANTINE -> DeliveryStatus.State.REFUSED;
            case NEW, PENDING -> DeliveryStatus.State.PENDING;
        };
    }
}
