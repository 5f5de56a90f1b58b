package dev.recourse.crash.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.recourse.crash.CrashReport.Section;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SentrySectionsTests {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE);
    private final AtomicInteger collections = new AtomicInteger();
    private final SentrySections sections = new SentrySections(this::collect, nanos::get);

    @Test
    void sectionsAreCollectedWhenFirstAsked() {
        assertThat(collections).hasValue(0);
        assertThat(sections.get()).containsKey("1");
    }

    @Test
    void sectionsWithinASecondAreTheSame() {
        sections.get();
        nanos.addAndGet(Duration.ofMillis(999).toNanos());
        assertThat(sections.get()).containsKey("1");
        assertThat(collections).hasValue(1);
    }

    @Test
    void sectionsAfterASecondAreCollectedAgain() {
        sections.get();
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(sections.get()).containsKey("2");
    }

    @Test
    void sectionsWhileAnotherThreadCollectsAreTheLastOnesMarkedStale() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        SentrySections slow = new SentrySections(
                () -> {
                    if (calls.incrementAndGet() == 2) {
                        started.countDown();
                        await(released);
                    }
                    return Map.of("workbench", Section.of(Map.of("tool", "lathe")));
                },
                nanos::get);
        slow.get();
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        Thread collecting = new Thread(slow::get);
        collecting.start();
        started.await();
        assertThat(slow.get()).containsEntry("workbench", new Section(Map.of("tool", "lathe"), null, true));
        released.countDown();
        collecting.join();
    }

    @Test
    void sectionsAfterAFailedCollectionAreCollectedAgain() {
        AtomicInteger calls = new AtomicInteger();
        SentrySections failing = new SentrySections(
                () -> {
                    if (calls.incrementAndGet() == 1) {
                        throw new IllegalStateException("no");
                    }
                    return Map.of("2", Section.of(Map.of()));
                },
                nanos::get);
        assertThat(catchThrowable(failing::get)).isNotNull();
        assertThat(failing.get()).containsKey("2");
    }

    private Map<String, Section> collect() {
        return Map.of(Integer.toString(collections.incrementAndGet()), Section.of(Map.of()));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }
}
