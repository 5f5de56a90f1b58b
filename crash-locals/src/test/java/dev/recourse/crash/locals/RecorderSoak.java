package dev.recourse.crash.locals;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Throws and catches exceptions for a time, and tells what that leaves on the heap.
 *
 * <p>{@code ./mvnw -pl crash-locals test-compile}, then {@code java -cp crash-locals/target/classes:crash-locals/target/test-classes
 * dev.recourse.crash.locals.RecorderSoak 60}.
 */
final class RecorderSoak {

    private final Recorder recorder = new Recorder(System::nanoTime, new RenderingThreads());

    /** Some are held on to until the end of a run, as in a field of somebody. */
    private final List<Throwable> kept = new ArrayList<>();

    /** What a run has done: exceptions in all, those with locals, and the bytes that are left. */
    record Outcome(long thrown, long recorded, long heapBefore, long heapAfter) {}

    RecorderSoak() {
        recorder.renderWith((name, value) -> name + "=" + value);
    }

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws Throwable {
        RecorderSoak soak = new RecorderSoak();
        soak.run(Duration.ofSeconds(2));
        for (int seconds = Integer.parseInt(arguments[0]); seconds > 0; seconds -= 10) {
            System.out.println(soak.run(Duration.ofSeconds(Math.min(10, seconds))));
        }
    }

    Outcome run(Duration time) throws Throwable {
        long before = heap();
        long end = System.nanoTime() + time.toNanos();
        int thrown = 0;
        int recorded = 0;
        while (System.nanoTime() < end) {
            Exception failure = new Exception();
            Leaving leaving = new Leaving(recorder, failure);
            for (int i = 0; i < failure.getStackTrace().length; i++) {
                leaving.leave("number;text", thrown, "value ".repeat(50));
            }
            thrown++;
            if (!recorder.recorded(failure).isEmpty()) {
                recorded++;
                kept.add(new Exception(failure));
            }
        }
        kept.clear();
        return new Outcome(thrown, recorded, before, heap());
    }

    private static long heap() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(20);
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
