package dev.recourse.retry.observe;

import dev.recourse.retry.RetryEvent;
import dev.recourse.retry.durable.CallStore.State;
import dev.recourse.retry.durable.StoredId;
import dev.recourse.retry.event.RetryEventListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;

/** Records meters of stored calls. They are counted in the store, at most once in ten seconds and only if somebody asks. */
public final class StoredCallMetrics implements MeterBinder, RetryEventListener, SmartInitializingSingleton {

    static final String STORED = "recourse.retry.stored";
    static final String LATENESS = "recourse.retry.stored.lateness";
    static final String PARKED = "recourse.retry.parked";

    private static final Log log = LogFactory.getLog("dev.recourse.retry");

    private static final long FRESH_NANOS = Duration.ofSeconds(10).toNanos();

    private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();
    private final Supplier<Map<String, Map<State, Long>>> store;
    private final Supplier<Set<String>> clients;
    private boolean complete;
    private Map<String, Map<State, Long>> counts = Map.of();
    private long countedAt = System.nanoTime() - FRESH_NANOS;

    /**
     * Creates the meters.
     *
     * @param store counts the calls, by the beginning of their ids and their state
     * @param clients whose calls may be stored; asked for when all beans are made
     */
    public StoredCallMetrics(Supplier<Map<String, Map<State, Long>>> store, Supplier<Set<String>> clients) {
        this.store = store;
        this.clients = clients;
    }

    @Override
    public synchronized void bindTo(MeterRegistry registry) {
        registries.add(registry);
        if (complete) {
            gauges(registry);
        }
    }

    @Override
    public synchronized void afterSingletonsInstantiated() {
        complete = true;
        registries.forEach(this::gauges);
    }

    private void gauges(MeterRegistry registry) {
        for (String client : clients.get()) {
            for (State state : State.values()) {
                Gauge.builder(STORED, () -> count(StoredId.prefix(client), state))
                        .description("Calls that are stored")
                        .tag("client", client)
                        .tag("state", state.name().toLowerCase(Locale.ROOT))
                        .strongReference(true)
                        .register(registry);
            }
        }
    }

    private synchronized double count(String prefix, State state) {
        long now = System.nanoTime();
        if (now - countedAt >= FRESH_NANOS) {
            try {
                counts = store.get();
            } catch (RuntimeException ex) {
                log.warn("Stored calls cannot be counted", ex);
                counts = Map.of();
                return Double.NaN;
            }
            countedAt = now;
        }
        return counts.getOrDefault(prefix, Map.of()).getOrDefault(state, 0L);
    }

    @Override
    public boolean isListening() {
        return !registries.isEmpty();
    }

    @Override
    public void onEvent(RetryEvent event) {
        for (MeterRegistry registry : registries) {
            measure(event, registry);
        }
    }

    private static void measure(RetryEvent event, MeterRegistry registry) {
        if (event instanceof RetryEvent.Resume resume) {
            Timer.builder(LATENESS)
                    .description("Time from when a stored call was due to its run")
                    .tag("client", resume.client())
                    .register(registry)
                    .record(resume.lateness());
        } else if (event instanceof RetryEvent.Park park) {
            Counter.builder(PARKED)
                    .description("Stored calls that cannot succeed any more")
                    .tag("client", park.client())
                    .tag("reason", park.reason())
                    .register(registry)
                    .increment();
        }
    }
}
