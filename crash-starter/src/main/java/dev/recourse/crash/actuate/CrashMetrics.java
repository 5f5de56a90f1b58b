package dev.recourse.crash.actuate;

import dev.recourse.crash.CrashReport.Source;
import dev.recourse.crash.format.ReportId;
import dev.recourse.crash.hook.CrashListener;
import dev.recourse.crash.store.ReportDirectory;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** Counts the reports that are made, and measures those that wait. */
public final class CrashMetrics implements MeterBinder, CrashListener {

    private final ReportDirectory directory;

    private final InstantSource clock;

    private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();

    public CrashMetrics(ReportDirectory directory, InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        registries.add(registry);
        Gauge.builder(
                        "recourse.crash.pending",
                        directory,
                        each -> each.pending().size())
                .description("Crash reports that wait to be sent")
                .register(registry);
        Gauge.builder("recourse.crash.pending.oldest", this, CrashMetrics::oldest)
                .description("Age of the oldest crash report that waits to be sent")
                .baseUnit("seconds")
                .register(registry);
    }

    @Override
    public void reported(Source source, boolean delivered) {
        for (MeterRegistry registry : registries) {
            Counter.builder("recourse.crash.reports")
                    .description("Crash reports that were made")
                    .tag("source", source.name().toLowerCase(Locale.ROOT))
                    .tag("delivered", String.valueOf(delivered))
                    .register(registry)
                    .increment();
        }
    }

    /** Zero where nothing waits, or where the clock was set back. */
    private double oldest() {
        List<String> pending = directory.pending();
        return pending.isEmpty()
                ? 0
                : Math.max(
                        0,
                        Duration.between(ReportId.time(pending.get(0)), clock.instant())
                                .toSeconds());
    }
}
