package dev.recourse.retry.engine;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/** A pause that ends early when its application context closes. */
public final class ContextPause implements Pause, ApplicationListener<ContextClosedEvent> {

    private final CountDownLatch closing = new CountDownLatch(1);
    private final ApplicationContext context;

    public ContextPause(ApplicationContext context) {
        this.context = context;
    }

    @Override
    public boolean pause(Duration delay) throws InterruptedException {
        return !closing.await(delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Does nothing for a child context, whose events arrive here too. */
    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        if (event.getApplicationContext() == context) {
            closing.countDown();
        }
    }
}
