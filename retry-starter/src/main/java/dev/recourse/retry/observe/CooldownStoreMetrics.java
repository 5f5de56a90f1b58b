package dev.recourse.retry.observe;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.BooleanSupplier;

/** Measures whether nodes can tell each other of their cooldowns. */
public final class CooldownStoreMetrics implements MeterBinder {

    static final String REACHABLE = "recourse.retry.cooldown.store.reachable";

    private final BooleanSupplier reachable;

    public CooldownStoreMetrics(BooleanSupplier reachable) {
        this.reachable = reachable;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder(REACHABLE, reachable, store -> store.getAsBoolean() ? 1 : 0)
                .description("Whether the shared store of cooldowns is reachable: 1 or 0")
                .strongReference(true)
                .register(registry);
    }
}
