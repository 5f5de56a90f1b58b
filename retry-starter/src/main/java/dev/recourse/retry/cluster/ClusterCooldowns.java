package dev.recourse.retry.cluster;

import dev.recourse.retry.client.CooldownStore;
import dev.recourse.retry.client.RetryClient;
import dev.recourse.retry.failure.FatalErrors;
import dev.recourse.retry.time.DaemonThread;
import dev.recourse.retry.time.RetryEnvironment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Shares cooldowns with other nodes through Redis.
 *
 * <p>One daemon thread talks to Redis. Callers leave there only what changed, the latest for each client. Messages of other
 * nodes name what changed too, and the thread looks at it. At each subscription and every {@code sync-interval} it looks at
 * everything, so that nothing is missed for longer.
 */
public final class ClusterCooldowns implements CooldownStore, SmartLifecycle {

    /** After connections, which start at 0, and before whatever takes requests or messages. */
    private static final int PHASE = 1_000;

    /** Longest time for which the start waits for what other nodes know, and the end for what they are to know. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** Somebody else's keys must not fill the memory. */
    private static final int MOST = 20_000;

    private static final Pattern NAME = Pattern.compile("[\\w.*%/:+-]{1,500}");

    private static final Log log = LogFactory.getLog("dev.recourse.retry");

    private final Supplier<RedisConnectionFactory> factory;
    private final BooleanSupplier wanted;
    private final String keyPrefix;
    private final Duration syncInterval;
    private final String node = UUID.randomUUID().toString().substring(0, 8);
    private final CooldownReplica known;
    private final StoreHealth health;
    private final Set<String> changed = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean due = new AtomicBoolean();
    private final AtomicBoolean warned = new AtomicBoolean();
    private volatile @Nullable Connected connected;
    private volatile @Nullable Future<?> looks;

    /**
     * Creates the store, which is idle until it starts.
     *
     * @param factory asked for at the start
     * @param wanted whether any client shares its cooldown
     * @param keyPrefix of all keys in Redis
     * @param syncInterval time between two looks at everything
     */
    public ClusterCooldowns(
            Supplier<RedisConnectionFactory> factory,
            BooleanSupplier wanted,
            String keyPrefix,
            Duration syncInterval,
            RetryEnvironment environment) {
        this.factory = factory;
        this.wanted = wanted;
        this.keyPrefix = keyPrefix;
        this.syncInterval = syncInterval;
        this.known = new CooldownReplica(environment.monotonic(), node, MOST);
        this.health = new StoreHealth(environment);
    }

    private record Connected(
            RedisCooldowns redis, CooldownSubscription subscription, ScheduledThreadPoolExecutor thread) {}

    @Override
    public @Nullable Remaining join(RetryClient client) {
        return known.join(client);
    }

    @Override
    public void begun(RetryClient client, Duration left, Throwable failure) {
        if (known.begin(client.sharedName(), left, CooldownSummary.of(client.settings(), failure))) {
            trigger();
        }
    }

    @Override
    public boolean lift(String client) {
        boolean lifted = known.lift(client);
        if (lifted) {
            trigger();
        }
        return lifted;
    }

    @Override
    public List<Remaining> ofUnmetScopes(RetryClient client) {
        return known.ofUnmetScopes(client.sharedName());
    }

    @Override
    public @Nullable Health health() {
        return isRunning() ? health.toHealth(known.unsent().size()) : null;
    }

    @Override
    public void start() {
        if (!wanted.getAsBoolean() || connected != null) {
            return;
        }
        RedisConnectionFactory redis = factory.get();
        RedisCooldowns cooldowns = new RedisCooldowns(redis, keyPrefix, node);
        ScheduledThreadPoolExecutor thread =
                new ScheduledThreadPoolExecutor(1, work -> DaemonThread.of(work, "recourse-retry-cooldowns"));
        CooldownSubscription subscription = new CooldownSubscription(
                redis, cooldowns.channel(), this::onMessage, () -> execute(thread, this::synchronize));
        connected = new Connected(cooldowns, subscription, thread);
        Future<?> first = thread.submit(this::synchronize);
        long interval = syncInterval.toMillis();
        looks = thread.scheduleWithFixedDelay(this::synchronize, interval, interval, TimeUnit.MILLISECONDS);
        await(first);
    }

    /** Who calls right after the start should know what the others know; without Redis, the start goes on. */
    private static void await(Future<?> work) {
        try {
            work.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException ex) {
            log.debug("The shared store of cooldowns has not answered yet", ex);
        }
    }

    /** Sends what the other nodes are to know, if Redis takes it soon. */
    @Override
    public void stop() {
        Connected open = connected;
        if (open == null) {
            return;
        }
        Future<?> scheduled = looks;
        if (scheduled != null) {
            scheduled.cancel(false);
        }
        open.thread.shutdown();
        try {
            if (!open.thread.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                log.debug("The shared store of cooldowns does not answer, and is not waited for");
            }
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
        connected = null;
        open.thread.shutdownNow();
        try {
            open.subscription.close();
        } catch (Exception ex) {
            log.debug("The subscription to cooldowns cannot be closed", ex);
        }
    }

    @Override
    public boolean isRunning() {
        return connected != null;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    private void onMessage(String message) {
        int space = message.indexOf(' ');
        String name = message.substring(space + 1);
        if (space < 0 || !NAME.matcher(name).matches()) {
            warnOfGarbage("a message");
        } else if (!message.substring(0, space).equals(node) && changed.size() < MOST && changed.add(name)) {
            trigger();
        }
    }

    /** Lets the thread exchange what changed, unless it is about to. */
    private void trigger() {
        Connected open = connected;
        if (open != null && due.compareAndSet(false, true)) {
            execute(open.thread, this::exchange);
        }
    }

    private static void execute(ScheduledThreadPoolExecutor thread, Runnable work) {
        try {
            thread.execute(work);
        } catch (RejectedExecutionException ex) {
            // The application closes.
        }
    }

    private void exchange() {
        due.set(false);
        tryTo(open -> {
            writeUnsent(open.redis);
            List<String> names = List.copyOf(changed);
            names.forEach(changed::remove);
            read(open.redis, names);
            writeUnsent(open.redis);
        });
    }

    private void synchronize() {
        tryTo(open -> {
            writeUnsent(open.redis);
            read(open.redis, names(open.redis));
            writeUnsent(open.redis);
            known.prune();
            open.subscription.ensure();
            health.reached();
        });
    }

    private void tryTo(Consumer<Connected> work) {
        Connected open = connected;
        if (open == null) {
            return;
        }
        health.begin();
        try {
            work.accept(open);
        } catch (Throwable ex) {
            FatalErrors.rethrow(ex);
            if (connected != null) {
                health.failed(ex);
            }
        } finally {
            health.end();
        }
    }

    private List<String> names(RedisCooldowns redis) {
        Set<String> names = known.names();
        for (String name : redis.names(MOST)) {
            if (NAME.matcher(name).matches()) {
                names.add(name);
            } else {
                warnOfGarbage("a name");
            }
        }
        return List.copyOf(names);
    }

    private void writeUnsent(RedisCooldowns redis) {
        for (Map.Entry<String, KnownCooldown> entry : known.unsent().entrySet()) {
            Duration left = known.left(entry.getValue());
            if (!left.isZero()) {
                learn(entry.getKey(), redis.write(entry.getKey(), entry.getValue(), left), entry.getValue());
            }
        }
    }

    private void read(RedisCooldowns redis, List<String> names) {
        redis.read(names).forEach((name, found) -> learn(name, found, null));
    }

    private void learn(String name, RedisCooldowns.Found found, @Nullable KnownCooldown sent) {
        if (found.garbage()) {
            warnOfGarbage("the cooldown " + name);
        }
        known.learn(name, found.value(), found.left(), sent).run();
    }

    private void warnOfGarbage(String what) {
        if (warned.compareAndSet(false, true)) {
            log.warn(
                    "Redis has " + what + " below '" + keyPrefix + "' that was not written by this library, and is"
                            + " ignored. Use another recourse.retry.cooldown-store.key-prefix if something else uses that one.");
        }
    }
}
