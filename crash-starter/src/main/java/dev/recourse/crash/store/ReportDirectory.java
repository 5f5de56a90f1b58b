package dev.recourse.crash.store;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.DeliveryStatus;
import dev.recourse.crash.format.ReportId;
import dev.recourse.crash.format.ReportJson;
import dev.recourse.crash.format.ReportTruncation;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/** The directory in which reports wait; what a file's folder says about its report is the truth. */
public final class ReportDirectory {

    static final String JSON = ".json";

    static final String PAGE = ".html";

    static final String SHORT = ".txt";

    static final String PART = ".part";

    static final String RESERVE = ".reserve-";

    private static final Log logger = LogFactory.getLog(ReportDirectory.class);

    /** Short reports of this process, each locked by its open channel until the full one is stored. */
    private static final Map<Path, FileChannel> SHORTS = new ConcurrentHashMap<>();

    private final Path root;

    private final StoreLimits bounds;

    private final @Nullable Function<CrashReport, byte[]> page;

    public ReportDirectory(Path root, StoreLimits bounds) {
        this(root, bounds, null);
    }

    /**
     * Creates the directory.
     *
     * @param page draws what is kept beside each report; null for reports alone
     */
    public ReportDirectory(Path root, StoreLimits bounds, @Nullable Function<CrashReport, byte[]> page) {
        this.root = root.toAbsolutePath().normalize();
        this.bounds = bounds;
        this.page = page;
    }

    /** Returns where the directory is. */
    public Path root() {
        return root;
    }

    /** Creates what is missing and says, by an exception, whether reports can be written. */
    public void open() throws IOException {
        for (Folder folder : Folder.values()) {
            DurableFiles.createDirectories(path(folder));
        }
        Path probe = path(Folder.NEW).resolve("probe" + PART);
        DurableFiles.write(probe, new byte[1]);
        // another process may have just done so
        Files.deleteIfExists(probe);
    }

    /** Returns the right to move reports about, or null where another process, or another part of this one, has it. */
    public @Nullable ProcessLock tryLock() throws IOException {
        DurableFiles.createDirectories(root);
        return ProcessLock.tryLock(root.resolve(".lock"));
    }

    /** Stores what there is to say in a hurry; a process that starts later makes a report of it, unless {@link #store} comes first. */
    public void storeShort(String id, byte[] text) throws IOException {
        DurableFiles.createDirectories(path(Folder.NEW));
        FileChannel channel = openLocked(path(Folder.NEW, id, SHORT));
        DurableFiles.writeAll(channel, text);
        channel.force(true);
        Step.SHORT_WRITTEN.reached();
    }

    /** Opens a file for a short report that somebody may have to write who cannot open one then. */
    public ReserveFile openReserve() throws IOException {
        DurableFiles.createDirectories(root);
        Path file = root.resolve(RESERVE + ReportId.next(Instant.now()));
        return new ReserveFile(file, openLocked(file));
    }

    private static FileChannel openLocked(Path file) throws IOException {
        FileChannel channel = DurableFiles.open(file);
        SHORTS.put(file, channel);
        channel.tryLock();
        return channel;
    }

    /** Removes a short report of this process. */
    void deleteShort(String id) throws IOException {
        Path file = path(Folder.NEW, id, SHORT);
        FileChannel channel = SHORTS.get(file);
        if (channel != null) {
            channel.close();
        }
        Files.deleteIfExists(file);
        SHORTS.remove(file);
    }

    /** Stores a report, to be sent, in place of its short one; returns its file. */
    public Path store(CrashReport report) throws IOException {
        Path file = path(Folder.PENDING, report.id(), JSON);
        Path part = path(Folder.NEW, report.id(), JSON + PART);
        DurableFiles.createDirectories(path(Folder.NEW));
        DurableFiles.createDirectories(path(Folder.PENDING));
        try (FileChannel channel = DurableFiles.open(part)) {
            DurableFiles.writeAll(channel, ReportTruncation.fit(report, bounds.maxReportSize()));
            Step.FULL_WRITTEN.reached();
            channel.force(true);
            Step.FULL_SYNCED.reached();
        } catch (IOException ex) {
            Files.deleteIfExists(part);
            throw ex;
        }
        DurableFiles.move(part, file);
        Step.FULL_RENAMED.reached();
        deleteShort(report.id());
        Step.SHORT_DELETED.reached();
        return file;
    }

    /** Draws the page beside a report, where pages are wanted; one that cannot be drawn is logged, and nothing else. */
    public void draw(String id) {
        try {
            CrashReport report = page == null ? null : find(id);
            if (page != null && report != null) {
                putPage(id, page.apply(report));
            }
        } catch (Throwable ex) {
            logger.warn("The page of crash report " + id + " cannot be written", ex);
        }
    }

    private synchronized void putPage(String id, byte[] content) throws IOException {
        Folder folder = folderOf(id);
        if (folder != null) {
            replace(path(folder, id, PAGE), content);
        }
    }

    /** Writes a changed report over the one that is there, if it still is; to be called with the lock. */
    public void update(CrashReport report) throws IOException {
        put(report);
        draw(report.id());
    }

    private synchronized void put(CrashReport report) throws IOException {
        Folder folder = folderOf(report.id());
        if (folder != null) {
            replace(path(folder, report.id(), JSON), ReportTruncation.fit(report, bounds.maxReportSize()));
        }
    }

    private static void replace(Path file, byte[] content) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + PART);
        try {
            DurableFiles.write(part, content);
        } catch (IOException ex) {
            Files.deleteIfExists(part);
            throw ex;
        }
        DurableFiles.move(part, file);
    }

    /** Puts away a report that was delivered or refused, and writes its new state into it; to be called with the lock. */
    public void settle(CrashReport report) throws IOException {
        move(report);
        update(report);
        Step.DELIVERED_MARKED.reached();
    }

    private synchronized void move(CrashReport report) throws IOException {
        Folder folder = report.delivery().state() == DeliveryStatus.State.DELIVERED ? Folder.SENT : Folder.QUARANTINE;
        DurableFiles.createDirectories(path(folder));
        DurableFiles.move(path(Folder.PENDING, report.id(), JSON), path(folder, report.id(), JSON));
        Step.DELIVERED_MOVED.reached();
        movePage(path(Folder.PENDING), path(folder), report.id());
    }

    /** Moves a page after its report, if there is one. */
    private static void movePage(Path from, Path to, String id) {
        Path file = from.resolve(id + PAGE);
        try {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                DurableFiles.move(file, to.resolve(id + PAGE));
            }
        } catch (IOException ex) {
            logger.warn("The page of a crash report cannot be moved: " + file, ex);
        }
    }

    /** Returns the ids of the oldest reports that wait, oldest first. */
    public List<String> pending() {
        return newestOrOldest(Folder.PENDING, Comparator.naturalOrder());
    }

    /** Returns the newest reports, newest first. */
    public List<StoredReport> list() {
        TreeSet<String> ids = new TreeSet<>(Comparator.reverseOrder());
        for (Folder folder : Folder.values()) {
            ids.addAll(newestOrOldest(folder, Comparator.reverseOrder()));
        }
        List<StoredReport> reports = new ArrayList<>();
        for (String id : ids) {
            CrashReport report = reports.size() < bounds.maxReports() ? find(id) : null;
            if (report != null) {
                reports.add(StoredReport.of(report));
            }
        }
        return reports;
    }

    /** Returns a report, or null where there is none of this id that can be read. */
    public @Nullable CrashReport find(String id) {
        Folder folder = ReportId.isValid(id) ? folderOf(id) : null;
        if (folder == null) {
            return null;
        }
        try {
            return read(folder, id);
        } catch (IOException ex) {
            return null;
        }
    }

    /** Returns a report that waits, or null after having put into quarantine what is none. */
    public @Nullable CrashReport findPending(String id) throws IOException {
        try {
            return read(Folder.PENDING, id);
        } catch (NoSuchFileException ex) {
            return null;
        } catch (IOException ex) {
            quarantine(path(Folder.PENDING, id, JSON), String.valueOf(ex.getMessage()));
            return null;
        }
    }

    /** Returns whether a report waits to be sent. */
    public boolean isPending(String id) {
        return ReportId.isValid(id) && Files.isRegularFile(path(Folder.PENDING, id, JSON), LinkOption.NOFOLLOW_LINKS);
    }

    /** Returns the file of a report, or null where there is none. */
    public @Nullable Path file(String id) {
        Folder folder = ReportId.isValid(id) ? folderOf(id) : null;
        return folder == null ? null : path(folder, id, JSON);
    }

    /** Removes a report; returns whether there was one. */
    public synchronized boolean delete(String id) throws IOException {
        boolean deleted = false;
        if (ReportId.isValid(id)) {
            for (Folder folder : Folder.values()) {
                deleted |= Files.deleteIfExists(path(folder, id, JSON));
                Files.deleteIfExists(path(folder, id, PAGE));
            }
        }
        return deleted;
    }

    /** Makes reports of the short ones that killed processes left; to be called with the lock. */
    public void recover() throws IOException {
        if (Files.isDirectory(root)) {
            new Recovery(this).run();
        }
    }

    /** Deletes what is too old or too much; to be called with the lock. */
    public void trim() throws IOException {
        new Retention(this, bounds).run();
    }

    boolean isOwnShort(Path file) {
        return SHORTS.containsKey(file);
    }

    void quarantine(Path file, String reason) throws IOException {
        DurableFiles.createDirectories(path(Folder.QUARANTINE));
        logger.warn("No crash report, put into quarantine: " + file + " (" + reason + ")");
        String name = file.getFileName().toString();
        DurableFiles.move(file, path(Folder.QUARANTINE).resolve(name));
        if (name.endsWith(JSON) && file.startsWith(path(Folder.PENDING))) {
            movePage(path(Folder.PENDING), path(Folder.QUARANTINE), name.substring(0, name.length() - JSON.length()));
        }
    }

    byte[] readBounded(Path file) throws IOException {
        return DurableFiles.read(file, bounds.maxReportSize());
    }

    Path path(Folder folder) {
        return root.resolve(folder.directoryName());
    }

    private Path path(Folder folder, String id, String ending) {
        if (!ReportId.isValid(id)) {
            throw new IllegalArgumentException("Not a report's id: " + id);
        }
        return path(folder).resolve(id + ending);
    }

    @Nullable
    Folder folderOf(String id) {
        for (Folder folder : Folder.values()) {
            if (Files.exists(path(folder, id, JSON), LinkOption.NOFOLLOW_LINKS)) {
                return folder;
            }
        }
        return null;
    }

    private CrashReport read(Folder folder, String id) throws IOException {
        CrashReport report = ReportJson.read(readBounded(path(folder, id, JSON)));
        if (!report.id().equals(id)) {
            throw new IOException("Not the report that its name says");
        }
        DeliveryStatus.State state =
                switch (folder) {
                    case SENT -> DeliveryStatus.State.DELIVERED;
                    case QUARANTINE -> DeliveryStatus.State.REFUSED;
                    case NEW, PENDING -> DeliveryStatus.State.PENDING;
                };
        return report.with(report.delivery().withState(state));
    }

    private List<String> newestOrOldest(Folder folder, Comparator<String> order) {
        NavigableSet<String> ids = new TreeSet<>(order);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path(folder), "*" + JSON)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                String id = name.substring(0, name.length() - JSON.length());
                if (ReportId.isValid(id)) {
                    ids.add(id);
                }
                if (ids.size() > bounds.maxReports()) {
                    ids.pollLast();
                }
            }
        } catch (IOException ex) {
            // no folder yet: no reports
        }
        return List.copyOf(ids);
    }
}
