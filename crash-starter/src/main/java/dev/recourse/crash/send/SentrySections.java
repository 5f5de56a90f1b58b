package dev.recourse.crash.send;

import dev.recourse.crash.CrashReport.Section;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Collects the sections for other events: once a second at most, and never while it is at it.
 *
 * <p>A storm of logged errors costs one collection a second then, and a provider that logs an error itself does not
 * set off the next collection.
 */
final class SentrySections {

    private static final long FRESH = Duration.ofSeconds(1).toNanos();

    private final Supplier<Map<String, Section>> source;
    private final LongSupplier nanoTime;
    private final Semaphore collecting = new Semaphore(1);
    private volatile Collected last;

    SentrySections(Supplier<Map<String, Section>> source, LongSupplier nanoTime) {
        this.source = source;
        this.nanoTime = nanoTime;
        this.last = new Collected(Map.of(), nanoTime.getAsLong() - FRESH);
    }

    /** Returns fresh sections, or the last ones, marked stale, while another thread collects. */
    Map<String, Section> get() {
        if (nanoTime.getAsLong() - last.nanos < FRESH) {
            return last.sections;
        }
        if (!collecting.tryAcquire()) {
            return stale(last.sections);
        }
        try {
            last = new Collected(source.get(), nanoTime.getAsLong());
            return last.sections;
        } finally {
            collecting.release();
        }
    }

    private static Map<String, Section> stale(Map<String, Section> sections) {
        Map<String, Section> stale = new LinkedHashMap<>();
        sections.forEach((name, section) -> stale.put(name, new Section(section.values(), section.error(), true)));
        return stale;
    }

    /** What was collected, and when. */
    private record Collected(Map<String, Section> sections, long nanos) {}
}
