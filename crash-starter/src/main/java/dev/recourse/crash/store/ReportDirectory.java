package dev.recourse.crash.store;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.DeliveryStatus;
import dev.recourse.crash.format.ReportId;
import dev.recourse.crash.format.ReportOwner;
import dev.recourse.crash.format.ReportTruncation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The directory in which the reports of an application wait. The folder of a file tells the state of its report.
 *
 * <p>Reports of other applications in the same directory are not seen from here. One that does not say whose it is belongs to all.
 */
public final class ReportDirectory {

    private static final Log logger = LogFactory.getLog(ReportDirectory.class);

    private final ReportFiles files;

    private final StoreLimits limits;

    private final Supplier<ReportOwner> owner;

    private final ShortReports shorts;

    private final ReportPages pages;

    private final ReportHeads heads;

    private final ReportReading reader;

    private final Retention retention;

    private final AtomicBoolean saidUnusable = new AtomicBoolean();

    public ReportDirectory(Path root, StoreLimits limits) {
        this(root, limits, null, FileOperations.system(), () -> ReportOwner.UNKNOWN);
    }

    /**
     * Creates the directory.
     *
     * @param page draws what is kept beside each report; null for reports alone
     * @param operations what is done to files
     * @param owner the application, which may become known later
     */
    public ReportDirectory(
            Path root,
            StoreLimits limits,
            @Nullable Function<CrashReport, byte[]> page,
            FileOperations operations,
            Supplier<ReportOwner> owner) {
        this.files = new ReportFiles(root, operations);
        this.limits = limits;
        this.owner = owner;
        this.shorts = new ShortReports(files);
        this.pages = new ReportPages(files, page);
        this.heads = new ReportHeads(files, owner);
        this.reader = new ReportReading(files, heads, limits);
        this.retention = new Retention(files, new StoredFiles(files, heads), limits);
    }

    /** Returns where the directory is. */
    public Path root() {
        return files.root();
    }

    /** Creates what is missing and says, by an exception, whether reports can be written. */
    public void open() throws IOException {
        Path probe = files.created(Folder.NEW).resolve("probe-" + ReportId.next(Instant.now()) + ReportFiles.PART);
        try (FileChannel channel = files.create(probe)) {
            files.operations().sync(probe, channel);
        } finally {
            files.delete(probe);
        }
        files.created(Folder.PENDING);
        for (Folder folder : List.of(Folder.SENT, Folder.QUARANTINE)) {
            try {
                files.created(folder);
            } catch (IOException ex) {
                files.complain(ex);
            }
        }
    }

    /** Says that the directory cannot be used: once, until a report could be stored again. */
    public void unusable(IOException problem) {
        if (problem instanceof UnsafeDirectoryException) {
            files.complain(problem);
        } else if (saidUnusable.compareAndSet(false, true)) {
            logger.error("Crash reports cannot be written: make " + root()
                    + " writable, or set recourse.crash.directory to another (" + problem + ")");
        }
        logger.debug("Crash reports cannot be written", problem);
    }

    /** Returns the right to move reports about, or null where another process, or another part of this one, has it. */
    public @Nullable ProcessLock tryLock() throws IOException {
        return ProcessLock.tryLock(files);
    }

    /** Stores what there is to say in a hurry; a process that starts later makes a report of it, unless {@link #store} comes first. */
    public void storeShort(String id, byte[] text) throws IOException {
        shorts.store(id, text);
    }

    /** Opens a file for a short report that somebody may have to write who cannot open one then. */
    public ReserveFile openReserve() throws IOException {
        return shorts.openReserve(owner);
    }

    /** Stores a report, to be sent, in place of its short one; returns its file. */
    public Path store(CrashReport report) throws IOException {
        Path part = files.path(Folder.NEW, report.id(), ReportFiles.JSON + ReportFiles.PART);
        byte[] json = ReportTruncation.fit(report, limits.maxReportSize());
        Path file = files.created(Folder.PENDING).resolve(report.id() + ReportFiles.JSON);
        files.replace(part, file, json);
        shorts.delete(report.id());
        saidUnusable.set(false);
        try {
            retention.added(file, json.length);
        } catch (IOException | RuntimeException ex) {
            logger.warn("Crash reports that are too many cannot be deleted in " + root(), ex);
        }
        return file;
    }

    /** Draws the page beside a report, where pages are wanted; one that cannot be drawn is logged, and nothing else. */
    public void draw(CrashReport report) {
        byte[] page = pages.drawn(report);
        try {
            if (page != null) {
                putPage(report.id(), page);
            }
        } catch (IOException ex) {
            ReportPages.warn(report.id(), ex);
        }
    }

    /** Puts a page beside a report, also where pages are not wanted otherwise; returns its file, or null where the report is gone. */
    public @Nullable Path putPage(String id, byte[] page) throws IOException {
        return putBeside(id, ReportFiles.PAGE, page);
    }

    /** Puts a zip of a report and its page beside it; returns its file, or null where the report is gone. */
    public @Nullable Path putZip(CrashReport report, byte[] page) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(content)) {
            zip.putNextEntry(new ZipEntry(report.id() + ReportFiles.JSON));
            zip.write(ReportTruncation.fit(report, limits.maxReportSize()));
            zip.putNextEntry(new ZipEntry(report.id() + ReportFiles.PAGE));
            zip.write(page);
        }
        return putBeside(report.id(), ReportFiles.ZIP, content.toByteArray());
    }

    private synchronized @Nullable Path putBeside(String id, String ending, byte[] content) throws IOException {
        Folder folder = files.folderOf(id);
        if (folder == null) {
            return null;
        }
        Path file = files.path(folder, id, ending);
        files.replace(files.path(folder, id, ending + ReportFiles.PART), file, content);
        retention.grew(content.length);
        return file;
    }

    /** Writes a changed report over the one that is there, if it still is; to be called with the lock. */
    public void update(CrashReport report) throws IOException {
        put(report);
        draw(report);
    }

    private synchronized void put(CrashReport report) throws IOException {
        Folder folder = files.folderOf(report.id());
        if (folder != null) {
            Path part = files.path(folder, report.id(), ReportFiles.JSON + ReportFiles.PART);
            Path file = files.path(folder, report.id(), ReportFiles.JSON);
            files.replace(part, file, ReportTruncation.fit(report, limits.maxReportSize()));
        }
    }

    /** Puts away a report that was delivered or refused, and writes its new state into it; to be called with the lock. */
    public void settle(CrashReport report) throws IOException {
        boolean delivered = report.delivery().state() == DeliveryStatus.State.DELIVERED;
        move(report.id(), Folder.PENDING, delivered ? Folder.SENT : Folder.QUARANTINE);
        update(report);
    }

    /** Has a report wait again that was delivered, and writes its new state into it; to be called with the lock. */
    public void reopen(CrashReport report) throws IOException {
        move(report.id(), Folder.SENT, Folder.PENDING);
        update(report);
    }

    private synchronized void move(String id, Folder from, Folder to) throws IOException {
        try {
            files.moveTo(files.path(from, id, ReportFiles.JSON), to);
        } catch (NoSuchFileException ex) {
            // deleted meanwhile: nothing to move
            return;
        }
        pages.move(files.path(from), to, id);
    }

    /** Returns the ids of the oldest reports that wait, oldest first. */
    public List<String> pending() {
        return reader.ids(Folder.PENDING, Comparator.naturalOrder());
    }

    /** Returns the newest reports, newest first. */
    public List<StoredReport> list() {
        return reader.newest();
    }

    /** Returns a report, or null where there is none of this id that can be read. */
    public @Nullable CrashReport find(String id) {
        return reader.find(id);
    }

    /** Returns a report that waits, or null after having put into quarantine what is none. */
    public @Nullable CrashReport findPending(String id) throws IOException {
        Path file = files.path(Folder.PENDING, id, ReportFiles.JSON);
        try {
            return reader.read(Folder.PENDING, id);
        } catch (NoSuchFileException ex) {
            return null;
        } catch (FileSystemException ex) {
            // no fault of the file's: too many open files, for example
            logger.warn("A crash report cannot be read: " + file, ex);
            return null;
        } catch (IOException ex) {
            files.quarantine(file, String.valueOf(ex.getMessage()));
            pages.move(files.path(Folder.PENDING), Folder.QUARANTINE, id);
            return null;
        }
    }

    /** Returns whether a report waits to be sent. */
    public boolean isPending(String id) {
        return reader.folderOf(id) == Folder.PENDING;
    }

    /** Returns the file of a report, or null where there is none. */
    public @Nullable Path file(String id) {
        Folder folder = reader.folderOf(id);
        return folder == null ? null : files.path(folder, id, ReportFiles.JSON);
    }

    /** Removes a report; returns whether there was one. */
    public synchronized boolean delete(String id) throws IOException {
        boolean deleted = false;
        Folder folder;
        while ((folder = reader.folderOf(id)) != null) {
            deleted |= files.delete(files.path(folder, id, ReportFiles.JSON));
            for (String ending : ReportFiles.BESIDE) {
                files.delete(files.path(folder, id, ending));
            }
        }
        return deleted;
    }

    /** Brings in order what earlier processes left, and deletes what is too much; to be called with the lock. */
    public void recover() throws IOException {
        retention.limit();
        new Recovery(this, files, shorts, heads, limits).run();
    }

    /** Deletes what is too old or too much; to be called with the lock. */
    public void trim() throws IOException {
        retention.expire();
        retention.limit();
    }
}
