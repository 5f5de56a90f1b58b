package dev.recourse.crash.actuate;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.store.ReportDirectory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Says when reports cannot be delivered for a day; that is unknown health, never bad: the application is well. */
public final class CrashReportsHealthIndicator extends AbstractHealthIndicator {

    private static final Duration LONG = Duration.ofDays(1);

    private final ReportDirectory directory;

    private final InstantSource clock;

    public CrashReportsHealthIndicator(ReportDirectory directory, InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        List<String> pending = directory.pending();
        builder.up().withDetail("pending", pending.size());
        CrashReport oldest = pending.isEmpty() ? null : directory.find(pending.get(0));
        if (oldest == null) {
            return;
        }
        builder.withDetail("oldest", oldest.time());
        CrashReport.DeliveryStatus delivery = oldest.delivery();
        if (delivery.tries() > 0 && oldest.time().isBefore(clock.instant().minus(LONG))) {
            builder.unknown().withDetail("tries", delivery.tries());
            if (delivery.answer() != null) {
                builder.withDetail("answer", delivery.answer());
            }
        }
    }
}
