package dev.recourse.retry.test;

import dev.recourse.retry.RetryStrategies;
import dev.recourse.retry.autoconfigure.RetryAutoConfiguration;
import dev.recourse.retry.durable.StoredCallDesk;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/**
 * The waits of retried calls in a test, none of which takes time.
 *
 * <p>Time stands still but for the waits: each passes at once, and takes the clock along. There is no jitter, and
 * {@code random(min, max)} is always {@code min}, so that a test knows every delay.
 *
 * <p>It is a bean of a test with {@link AutoConfigureRetryWaits @AutoConfigureRetryWaits}, and new for each test method.
 * A test without an application context makes its own, and takes {@link #strategies} from it.
 *
 * @since 0.1
 */
public final class RetryWaits {

    private final VirtualTime time;
    private final Supplier<@Nullable InMemoryCallStore> store;
    private final Supplier<@Nullable StoredCallDesk> desk;

    /** Creates waits for a test without an application context. */
    public RetryWaits() {
        this(new VirtualTime(), () -> null, () -> null);
    }

    RetryWaits(VirtualTime time, Supplier<@Nullable InMemoryCallStore> store, Supplier<@Nullable StoredCallDesk> desk) {
        this.time = time;
        this.store = store;
        this.desk = desk;
    }

    /** {@return how long was waited before each retry, in the order of the waits} */
    public List<Duration> delays() {
        return time.waits();
    }

    /** {@return the time of day, for a server that answers with a date} */
    public Instant now() {
        return time.instant();
    }

    /**
     * Lets time pass, as if a call took that long, or nothing was called. Durable calls that are due by then are made, each
     * at its time, in this thread; with {@link Duration#ZERO}, those of an outbox.
     *
     * @param duration zero or more
     */
    public void pass(Duration duration) {
        InMemoryCallStore calls = store.get();
        if (calls == null) {
            time.pass(duration);
        } else {
            calls.pass(duration);
        }
    }

    /** {@return the durable calls that are stored, the parked ones first, then in the order in which they are due} */
    public List<StoredCallDesk.Summary> stored() {
        StoredCallDesk shown = desk.get();
        return shown == null ? List.of() : shown.latest(Integer.MAX_VALUE);
    }

    /**
     * Lets the process die before it takes note of how the calls ended that {@link #pass} made last. Each is stored as it was
     * before, and made again with the next {@code pass}: at least once.
     */
    public void crash() {
        InMemoryCallStore calls = store.get();
        if (calls != null) {
            calls.crash();
        }
    }

    /**
     * {@return strategies whose waits are these}
     *
     * @param properties as in {@code application.properties}: {@code recourse.retry.clients.github.max-retries=6}
     */
    public RetryStrategies strategies(String... properties) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        TestPropertyValues.of(properties).applyTo(context);
        context.getBeanFactory().registerSingleton("retryVirtualTime", time);
        context.register(RetryWaitsAutoConfiguration.class, RetryAutoConfiguration.class);
        context.refresh();
        return context.getBean(RetryStrategies.class);
    }

    void reset() {
        time.reset();
        InMemoryCallStore calls = store.get();
        if (calls != null) {
            calls.clear();
        }
    }
}
