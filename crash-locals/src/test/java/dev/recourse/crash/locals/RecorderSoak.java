package dev.recourse.crash.locals;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Throws and catches many exceptions, and tells what that leaves on the heap.
 *
 * <p>{@code ./mvnw -pl crash-locals test-compile}, then {@code java -cp crash-locals/target/classes:crash-locals/target/test-classes
 * dev.recourse.crash.locals.RecorderSoak 100000}.
 */
final class RecorderSoak {

    /** Between two exceptions, on the recorder's clock. */
    private static final long PAUSE = 1_000_000;

    private final AtomicLong nanos = new AtomicLong();

    private final Recorder recorder = new Recorder(nanos::get, new RenderingThreads(), new Gates(Later::run));

    /** Some are held on to until the end of a run, as in a field of somebody. */
    private final List<Throwable> kept = new ArrayList<>();

    /** What a run has done: the exceptions with locals, and the bytes that are left. */
    record Outcome(int recorded, long heapBefore, long heapAfter) {}

    RecorderSoak() {
        recorder.renderWith((name, value) -> name + "=" + value);
    }

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws Throwable {
        RecorderSoak soak = new RecorderSoak();
        soak.run(1000);
        for (int left = Integer.parseInt(arguments[0]); left > 0; left -= 10_000) {
            System.out.println(soak.run(Math.min(10_000, left)));
        }
    }

    Outcome run(int exceptions) throws Throwable {
        long before = heap();
        int recorded = 0;
        for (int thrown = 0; thrown < exceptions; thrown++) {
            nanos.addAndGet(PAUSE);
            Exception failure = new Exception();
            Leaving leaving = new Leaving(recorder, failure);
            for (int i = 0; i < failure.getStackTrace().length; i++) {
                leaving.leave("number;text", thrown, "value ".repeat(50));
            }
            if (!recorder.recorded(failure).isEmpty()) {
                recorded++;
                kept.add(new Exception(failure));
            }
        }
        kept.clear();
        return new Outcome(recorded, before, heap());
    }

    private static long heap() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(20);
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
