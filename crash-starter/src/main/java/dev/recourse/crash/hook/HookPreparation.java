package dev.recourse.crash.hook;

import dev.recourse.crash.capture.Crash;
import dev.recourse.crash.capture.CrashFingerprint;
import dev.recourse.crash.capture.ReportedThrowables;
import dev.recourse.crash.store.ReportDirectory;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/** What is done in good times for a crash that has no memory, no disk or no time. */
final class HookPreparation {

    private static final Log logger = LogFactory.getLog(HookPreparation.class);

    private final ReportDirectory directory;

    private final HeapReserve reserve;

    private final ReportMaker maker;

    private final CrashDeduplicator repeats;

    private final ReportedThrowables live;

    private final LongSupplier nanoTime;

    HookPreparation(
            ReportDirectory directory,
            HeapReserve reserve,
            ReportMaker maker,
            CrashDeduplicator repeats,
            ReportedThrowables live,
            LongSupplier nanoTime) {
        this.directory = directory;
        this.reserve = reserve;
        this.maker = maker;
        this.repeats = repeats;
        this.live = live;
        this.nanoTime = nanoTime;
    }

    /** Says loudly if reports cannot be written. */
    void openDirectory() {
        try {
            directory.open();
        } catch (IOException ex) {
            directory.unusable(ex);
            return;
        }
        armReserve();
    }

    /** Takes the reserve, or takes it again, unless the process ends, which may need the memory. */
    void armReserve() {
        if (EndingThreads.isProcessEnding()) {
            return;
        }
        try {
            reserve.arm(directory);
        } catch (IOException ex) {
            directory.unusable(ex);
        } catch (OutOfMemoryError ex) {
            logger.warn("Nothing is held in reserve for a crash without memory", ex);
        }
    }

    /**
     * Has everything loaded that a crash needs.
     *
     * @param finish what the thread of a crash does at its end
     */
    void warmUp(Consumer<PendingCrash> finish) {
        try {
            Crash crash = maker.warmUp();
            CrashFingerprint kind = CrashFingerprint.of(crash.failure());
            repeats.repeatOf(kind, crash.id(), nanoTime.getAsLong());
            repeats.repeatOf(kind, crash.id(), nanoTime.getAsLong());
            repeats.flushed(crash.id(), 1);
            live.putIfAbsent(crash.id(), crash.failure());
            PendingCrash done = new PendingCrash(crash, nanoTime);
            done.printing(Thread.currentThread());
            done.stored(crash.id());
            done.handled();
            finish.accept(done);
        } catch (Throwable ex) {
            logger.warn("Crash reports may be incomplete", ex);
        }
    }
}
