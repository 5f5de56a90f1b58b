package dev.recourse.retry.client;

import dev.recourse.retry.ResumedCall;
import dev.recourse.retry.RetryEvent;
import dev.recourse.retry.RetryEvent.Outcome;
import dev.recourse.retry.event.RetryEventDispatcher;
import dev.recourse.retry.idempotency.IdempotencyKey;
import dev.recourse.retry.settings.Settings;
import dev.recourse.retry.time.MonotonicClock;
import dev.recourse.retry.time.RetryEnvironment;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What all callers of a client share. */
public final class RetryClient {

    /** A server that makes up header names must not fill the memory, nor the log. */
    private static final int MOST_TOLD = 100;

    private final Settings settings;
    private final RetryEnvironment environment;
    private final MonotonicClock clock;
    private final RetryEventDispatcher events;
    private final CooldownLogger cooldownLogger;
    private final Cooldown cooldown;
    private final RetryBudget budget;
    private final WarningThrottle warnings;
    private final Set<String> told;
    private final boolean sendsKeys;
    private final @Nullable RetryClient whole;

    /** Null where the cooldown is not shared with other nodes. */
    private final @Nullable CooldownStore store;

    private final String sharedName;
    private final ScopedClients scopes = new ScopedClients();

    public RetryClient(Settings settings, RetryEnvironment environment, RetryEventDispatcher events) {
        this(settings, environment, events, null, null, "");
    }

    /**
     * Creates a client.
     *
     * @param whole client of which this is a scope, or null
     * @param store tells other nodes of its cooldowns, or null
     * @param sharedName by which other nodes know it
     */
    RetryClient(
            Settings settings,
            RetryEnvironment environment,
            RetryEventDispatcher events,
            @Nullable RetryClient whole,
            @Nullable CooldownStore store,
            String sharedName) {
        this.settings = settings;
        this.environment = environment;
        this.clock = environment.monotonic();
        this.events = events;
        this.cooldownLogger = new CooldownLogger(settings, whole != null);
        this.cooldown = new Cooldown(environment, cooldownLogger::ended);
        this.budget = new RetryBudget(settings.budgetRatio(), settings.budgetMinPerSecond(), clock);
        this.warnings = whole == null ? new WarningThrottle(clock) : whole.warnings;
        this.told = whole == null ? ConcurrentHashMap.newKeySet() : whole.told;
        this.whole = whole;
        this.sendsKeys = settings.idempotencyKey();
        this.store = settings.cooldown() == Settings.Cooldown.REDIS ? store : null;
        this.sharedName = sharedName;
        joinStore();
    }

    private void joinStore() {
        CooldownStore.Remaining known = store == null ? null : store.join(this);
        if (known != null) {
            cooldown.begin(bounded(known.left()), known.failure());
        }
    }

    /** Returns a part of the client with a quota of its own; null stands for the whole. */
    public RetryClient scoped(@Nullable String scope) {
        RetryClient all = whole == null ? this : whole;
        return scope == null ? all : all.scopes.of(scope, () -> all.newScope(scope));
    }

    private RetryClient newScope(String scope) {
        String shared = store == null ? "" : SharedNames.of(sharedName, scope);
        return new RetryClient(settings, environment, events, this, store, shared);
    }

    /** Returns its scopes that are kept. */
    List<RetryClient> scopes() {
        return scopes.all();
    }

    /** Returns the mark of a call that arrives now. */
    public long start() {
        return clock.start();
    }

    /**
     * Counts a call whose first attempt may begin at once.
     *
     * <p>This is the whole cost of a call that succeeds, besides the mark of {@link #start()}.
     *
     * @return false if the call must {@code arrive} instead: there may be a cooldown, an idempotency key to bind or to
     *     hide, or a call to continue
     */
    public boolean admit() {
        if (!isAdmitting()) {
            return false;
        }
        budget.count();
        return true;
    }

    /** Returns whether a first attempt may begin at once, without counting it. */
    public boolean isAdmitting() {
        return !cooldown.isPossible() && !sendsKeys && IdempotencyKey.bound() == null && ResumedCall.bound() == null;
    }

    /** Takes note of a call whose first attempt begins. */
    public void count() {
        budget.count();
    }

    /** Returns the key of a call that arrives now, or null if it has none. */
    public @Nullable IdempotencyKey newKey() {
        return sendsKeys ? new IdempotencyKey(UUID::randomUUID) : null;
    }

    public RetryEnvironment environment() {
        return environment;
    }

    public RetryEventDispatcher events() {
        return events;
    }

    public Settings settings() {
        return settings;
    }

    String name() {
        return settings.client();
    }

    /** Returns the name by which other nodes know it: the same on all of them, with no scope in clear text. */
    public String sharedName() {
        return sharedName;
    }

    public Cooldown.@Nullable Period cooldown() {
        return cooldown.current();
    }

    /**
     * Begins a cooldown, or extends the current one, unless the settings allow none.
     *
     * @param length from now on, as the server requested
     * @param failure in which it requested that
     * @return the current cooldown, null for none
     */
    public Cooldown.@Nullable Period startCooldown(Duration length, Throwable failure) {
        if (settings.cooldown() == Settings.Cooldown.NONE) {
            return null;
        }
        Cooldown.Period begun = begin(length, failure);
        if (begun == null) {
            return cooldown.current();
        }
        if (store != null) {
            store.begun(this, begun.left(), failure);
        }
        return begun;
    }

    /** Begins or extends the cooldown that another node was told of. */
    public void joinCooldown(Duration left, Throwable failure) {
        begin(left, failure);
    }

    private Cooldown.@Nullable Period begin(Duration length, Throwable failure) {
        Duration bounded = bounded(length);
        Cooldown.Period begun = bounded.isZero() ? null : cooldown.begin(bounded, failure);
        if (begun != null) {
            if (!begun.isExtension()) {
                cooldownLogger.began(begun);
            }
            events.tell(() -> new RetryEvent.CooldownStart(name(), begun.until(), failure));
        }
        return begun;
    }

    private Duration bounded(Duration length) {
        Duration longest = settings.maxCooldown();
        return length.compareTo(longest) < 0 ? length : longest;
    }

    /** Takes note of a call that is not made because of a cooldown. */
    public void rejected(Cooldown.Period period, String label) {
        cooldownLogger.rejected(period, label);
    }

    /** Takes a retry out of the budget; returns whether there was one left. */
    public boolean spendRetry() {
        return budget.spend();
    }

    /** Returns how many retries may be made now. */
    int retriesLeft() {
        return budget.left();
    }

    /** Returns whether it is time to warn of a call that ends so. */
    public boolean isWarningDue(String label, Outcome outcome) {
        return warnings.isDue(label, outcome);
    }

    /** Returns whether a line about this may be logged: it has not been before, and there are not too many. */
    public boolean isToldFirst(String topic) {
        return told.size() < MOST_TOLD && told.add(topic);
    }

    /** Ends the cooldown of this node; returns whether there was one. */
    public boolean lift() {
        boolean lifted = cooldown.lift();
        if (lifted) {
            cooldownLogger.lifted();
            events.tell(() -> new RetryEvent.CooldownLift(name()));
        }
        return lifted;
    }
}
