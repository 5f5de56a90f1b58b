package dev.recourse.retry.time;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/** A pause that ends early when its application context closes. */
public final class ClosableSleeper implements Sleeper, ApplicationListener<ContextClosedEvent> {

    private final Set<CountDownLatch> waits = ConcurrentHashMap.newKeySet();
    private final ApplicationContext context;
    private volatile boolean closing;

    public ClosableSleeper(ApplicationContext context) {
        this.context = context;
    }

    @Override
    public boolean pause(Duration delay) throws InterruptedException {
        return delay.isZero() ? !closing : pause(delay, new CountDownLatch(1));
    }

    @Override
    public boolean pause(Duration delay, CompletionStage<Void> end) throws InterruptedException {
        CountDownLatch wait = new CountDownLatch(1);
        end.thenRun(wait::countDown);
        return pause(delay, wait);
    }

    private boolean pause(Duration delay, CountDownLatch wait) throws InterruptedException {
        waits.add(wait);
        try {
            if (!closing) {
                wait.await(delay.toMillis(), TimeUnit.MILLISECONDS);
            }
            return !closing;
        } finally {
            waits.remove(wait);
        }
    }

    /** Does nothing for a child context, whose events arrive here too. */
    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        if (event.getApplicationContext() == context) {
            closing = true;
            waits.forEach(CountDownLatch::countDown);
        }
    }
}
