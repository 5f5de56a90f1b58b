package dev.recourse.retry.observe;

import dev.recourse.retry.RemoteCooldownException;
import dev.recourse.retry.RetryEvent;
import dev.recourse.retry.event.RetryEventListener;
import dev.recourse.retry.event.Text;
import dev.recourse.retry.failure.SafeLog;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntSupplier;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Records meters of waits and of failed calls.
 *
 * <p>Every tag is a name out of the configuration or of an enum: neither a path nor a message makes a new meter.
 */
public final class RetryMetrics implements MeterBinder, RetryEventListener {

    static final String WAITS = "recourse.retry.waits";
    static final String CALLS = "recourse.retry.calls";
    static final String COOLDOWNS = "recourse.retry.cooldowns";
    static final String WAITING = "recourse.retry.waiting";

    private static final Log log = LogFactory.getLog("dev.recourse.retry");

    private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();
    private final IntSupplier waiting;

    /**
     * Creates the meters.
     *
     * @param waiting counts the calls that wait now
     */
    public RetryMetrics(IntSupplier waiting) {
        this.waiting = waiting;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        registries.add(registry);
        Gauge.builder(WAITING, waiting, IntSupplier::getAsInt)
                .description("Calls that wait for their next attempt")
                .strongReference(true)
                .register(registry);
    }

    @Override
    public boolean isListening() {
        return !registries.isEmpty();
    }

    @Override
    public void onEvent(RetryEvent event) {
        for (MeterRegistry registry : registries) {
            try {
                measure(event, registry);
            } catch (RuntimeException ex) {
                SafeLog.warn(log, "MeterRegistry " + registry.getClass().getName() + " failed. The call goes on.", ex);
            }
        }
    }

    private static void measure(RetryEvent event, MeterRegistry registry) {
        if (event instanceof RetryEvent.Wait wait) {
            Timer.builder(WAITS)
                    .description("Delays before attempts")
                    .tag("client", wait.client())
                    .tag("condition", wait.condition())
                    .tag("source", wait.source())
                    .register(registry)
                    .record(wait.delay());
        } else if (event instanceof RetryEvent.End end && hasFailed(end)) {
            Counter.builder(CALLS)
                    .description("Calls that failed at least once")
                    .tag("client", end.client())
                    .tag("outcome", Text.of(end.outcome()))
                    .register(registry)
                    .increment();
        } else if (event instanceof RetryEvent.CooldownStart start) {
            Counter.builder(COOLDOWNS)
                    .description("Cooldowns that began or became longer")
                    .tag("client", start.client())
                    .tag("origin", start.failure() instanceof RemoteCooldownException ? "another-node" : "this-node")
                    .register(registry)
                    .increment();
        }
    }

    /** A call that a cooldown kept back, and that then succeeded at once, has not. */
    private static boolean hasFailed(RetryEvent.End end) {
        return end.outcome() != RetryEvent.Outcome.SUCCESS || end.attempts() > 1;
    }
}
