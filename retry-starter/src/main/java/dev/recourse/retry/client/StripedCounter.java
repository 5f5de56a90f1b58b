package dev.recourse.retry.client;

/**
 * Counts calls without atomic operations.
 *
 * <p>An atomic add would cost more than the rest of a call through a proxy: see {@code HappyPathBenchmark}. Of threads that share a slot and count in the same instant, one may take away what others have
 * counted. With a slot for each of a few threads that is rare, and to be told of too few calls only costs retries.
 */
final class StripedCounter {

    /** Longs in two cache lines, which processors fetch in pairs. */
    private static final int SLOT = 16;

    private static final int MOST_SLOTS =
            Integer.highestOneBit(Math.min(32, Runtime.getRuntime().availableProcessors())) * 4;

    private final int slots;
    private final long[] counts;

    StripedCounter() {
        this(MOST_SLOTS);
    }

    /** @param slots a power of two: one takes little memory, many let many threads count at the same time */
    StripedCounter(int slots) {
        this.slots = slots;
        this.counts = new long[(1 + slots) * SLOT];
    }

    void count() {
        int slot = 1 + ((int) Thread.currentThread().getId() & (slots - 1));
        counts[slot * SLOT]++;
    }

    long total() {
        long total = 0;
        for (int slot = 1; slot <= slots; slot++) {
            total += counts[slot * SLOT];
        }
        return total;
    }
}
