package dev.recourse.retry.client;

import dev.recourse.retry.RetryEvent;
import dev.recourse.retry.event.RetryEventDispatcher;
import dev.recourse.retry.idempotency.IdempotencyKey;
import dev.recourse.retry.settings.Settings;
import dev.recourse.retry.time.MonotonicClock;
import dev.recourse.retry.time.RetryEnvironment;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** What all callers of a client share. */
public final class RetryClient {

    /** What a server says by mistake must not keep every caller away until the application is started anew. */
    private static final Duration LONGEST_COOLDOWN = Duration.ofDays(1);

    private final Settings settings;
    private final RetryEnvironment surroundings;
    private final MonotonicClock stopwatch;
    private final RetryEventDispatcher events;
    private final Cooldown cooldown;
    private final RetryBudget budget;
    private final WarningThrottle warnings;
    private final AtomicBoolean assumed = new AtomicBoolean();
    private final boolean sendsKeys;

    public RetryClient(Settings settings, RetryEnvironment surroundings, RetryEventDispatcher events) {
        this.settings = settings;
        this.surroundings = surroundings;
        this.stopwatch = surroundings.stopwatch();
        this.events = events;
        this.cooldown = new Cooldown(surroundings);
        this.budget = new RetryBudget(settings.budget(), stopwatch);
        this.warnings = new WarningThrottle(stopwatch);
        this.sendsKeys = settings.idempotencyKey();
    }

    /** Returns the mark of a call that arrives now. */
    public long start() {
        return stopwatch.start();
    }

    /** Returns whether a call may have to be kept back; false is certain, and costs one volatile read. */
    public boolean isCooldownPossible() {
        return cooldown.isPossible();
    }

    /** Takes note of a call whose first attempt begins. */
    public void count() {
        budget.count();
    }

    /** Returns whether the attempts of a call need a key bound, or that of an outer call hidden. */
    public boolean isKeyInvolved() {
        return sendsKeys || IdempotencyKey.bound() != null;
    }

    /** Returns the key of a call that arrives now, or null if it has none. */
    public @Nullable IdempotencyKey newKey() {
        return sendsKeys ? new IdempotencyKey(UUID::randomUUID) : null;
    }

    public RetryEnvironment surroundings() {
        return surroundings;
    }

    public RetryEventDispatcher events() {
        return events;
    }

    String client() {
        return settings.client();
    }

    public Cooldown.@Nullable Period cooldown() {
        return cooldown.current();
    }

    /** Leaves the server alone from now on, where that is wanted, and returns the cooldown of now. */
    public Cooldown.@Nullable Period startCooldown(Duration length, Throwable failure) {
        if (settings.cooldown() == Settings.Cooldown.NONE) {
            return null;
        }
        Duration bounded = length.compareTo(LONGEST_COOLDOWN) < 0 ? length : LONGEST_COOLDOWN;
        Cooldown.Period begun = cooldown.begin(bounded, failure);
        if (begun == null) {
            return cooldown.current();
        }
        events.tell(() -> new RetryEvent.CooldownStart(client(), begun.until(), failure));
        return begun;
    }

    public RetryBudget budget() {
        return budget;
    }

    /** Returns, once, that it is the first time that a call of this client is taken for idempotent. */
    public boolean isFirstAssumption() {
        return !assumed.getAndSet(true);
    }

    public WarningThrottle warnings() {
        return warnings;
    }

    boolean lift() {
        boolean lifted = cooldown.lift();
        if (lifted) {
            events.tell(() -> new RetryEvent.CooldownLift(client()));
        }
        return lifted;
    }
}
