package dev.recourse.retry.test;

import dev.recourse.retry.RetryStrategies;
import dev.recourse.retry.autoconfigure.RetryAutoConfiguration;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
 */
public final class RetryWaits {

    private final VirtualTime time;

    /** Creates waits for a test without an application context. */
    public RetryWaits() {
        this(new VirtualTime());
    }

    RetryWaits(VirtualTime time) {
        this.time = time;
    }

    /** Returns how long was waited before each retry, in the order of the waits. */
    public List<Duration> delays() {
        return time.waits();
    }

    /** Returns the time of day, for a server that answers with a date. */
    public Instant now() {
        return time.instant();
    }

    /** Lets time pass, as if a call took that long, or nothing was called. */
    public void pass(Duration duration) {
        time.pass(duration);
    }

    /**
     * Returns strategies whose waits are these.
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
    }
}
