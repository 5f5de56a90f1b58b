package dev.recourse.crash.store;

import dev.recourse.crash.format.ReportHead;
import dev.recourse.crash.format.ReportOwner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Caches the heads of reports: the beginning of each file is read once. */
final class ReportHeads {

    private static final int MOST = 20_000;

    private final ReportFiles files;

    private final Supplier<ReportOwner> owner;

    private final Map<String, ReportHead> known = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ReportHead> eldest) {
            return size() > MOST;
        }
    };

    ReportHeads(ReportFiles files, Supplier<ReportOwner> owner) {
        this.files = files;
        this.owner = owner;
    }

    /** Returns whether the process may send, move or delete the report. */
    boolean isOwn(Path file) {
        return owns(of(file).application());
    }

    boolean owns(@Nullable String application) {
        return owner.get().owns(application);
    }

    ReportHead of(Path file) {
        String id = ReportFiles.id(file, ReportFiles.JSON);
        if (id == null) {
            id = ReportFiles.idBeside(file);
        }
        return id == null ? ReportHead.UNKNOWN : of(id, file.resolveSibling(id + ReportFiles.JSON));
    }

    private ReportHead of(String id, Path file) {
        ReportHead head = known(id);
        if (head == null) {
            try {
                head = ReportHead.read(files.readStart(file, ReportHead.BYTES));
            } catch (IOException ex) {
                return ReportHead.UNKNOWN;
            }
            synchronized (known) {
                known.put(id, head);
            }
        }
        return head;
    }

    private @Nullable ReportHead known(String id) {
        synchronized (known) {
            return known.get(id);
        }
    }
}
