package dev.recourse.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/** Measures in a process of its own what {@value #CALLS} calls cost that wait at the same time. */
final class Waiting {

    static final int CALLS = 10_000;

    private final AtomicInteger failed = new AtomicInteger();
    private final WaitingContender contender;

    private Waiting(WaitingContender contender) {
        this.contender = contender;
    }

    /**
     * Prints seconds until all calls have ended, bytes that each holds while it waits, and threads that all hold.
     *
     * @param args name of the contender
     */
    public static void main(String[] args) throws InterruptedException {
        new Waiting(WaitingContender.valueOf(args[0])).measure();
        System.exit(0);
    }

    private void measure() throws InterruptedException {
        Function<Supplier<CompletableFuture<String>>, CompletionStage<String>> calls = contender.calls();
        run(calls, CALLS);
        run(calls, CALLS);
        Thread.sleep(500);
        long memory = usedMemory();
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        long start = System.nanoTime();
        List<CompletableFuture<String>> results = start(calls, CALLS);
        while (failed.get() < CALLS) {
            Thread.sleep(1);
        }
        int moreThreads = ManagementFactory.getThreadMXBean().getThreadCount() - threads;
        long bytes = (usedMemory() - memory) / CALLS;
        CompletableFuture.allOf(results.toArray(CompletableFuture[]::new)).join();
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(Locale.ROOT, "%.2f %d %d%n", seconds, bytes, moreThreads);
    }

    private void run(Function<Supplier<CompletableFuture<String>>, CompletionStage<String>> calls, int count) {
        CompletableFuture.allOf(start(calls, count).toArray(CompletableFuture[]::new))
                .join();
        failed.set(0);
    }

    private List<CompletableFuture<String>> start(
            Function<Supplier<CompletableFuture<String>>, CompletionStage<String>> calls, int count) {
        List<CompletableFuture<String>> results = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            results.add(calls.apply(new Attempts(failed)).toCompletableFuture());
        }
        return results;
    }

    /** What the collector found alive: a used memory counts what threads have set aside for themselves. */
    private static long usedMemory() {
        System.gc();
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getCollectionUsage)
                .mapToLong(MemoryUsage::getUsed)
                .sum();
    }

    /** Fails once, then succeeds. */
    private static final class Attempts implements Supplier<CompletableFuture<String>> {

        private static final CompletableFuture<String> REFUSED = CompletableFuture.failedFuture(new Refused());
        private static final CompletableFuture<String> GRANTED = CompletableFuture.completedFuture("granted");

        private final AtomicInteger failed;
        private boolean again;

        Attempts(AtomicInteger failed) {
            this.failed = failed;
        }

        @Override
        public CompletableFuture<String> get() {
            if (again) {
                return GRANTED;
            }
            again = true;
            failed.incrementAndGet();
            return REFUSED;
        }
    }
}
