package dev.recourse.crash.locals;

/**
 * Throwables that were too many, where they began or since, by identity hash; of those that are never let go, the latest.
 *
 * <p>One of them may begin further out as long as it is certainly on its way there: it was the last one on its thread, and no
 * method that it left can have kept it.
 */
final class Refusals {

    private static final int MOST = 16_384;

    private static final int THREADS = 256;

    /** Each in the place that it gives; 0 for none. */
    private final int[] hashes = new int[MOST];

    /** The hash of a thread and that of a throwable, in the place that the thread's gives. */
    private final long[] onTheirWay = new long[THREADS];

    boolean contain(Throwable failure) {
        int hash = System.identityHashCode(failure);
        return hashes[hash & (MOST - 1)] == hash;
    }

    /** Adds one that is on its way. */
    void add(Throwable failure) {
        int hash = System.identityHashCode(failure);
        remember(hash);
        int thread = thread();
        onTheirWay[thread & (THREADS - 1)] = key(thread, hash);
    }

    /** Adds one by its identity hash. */
    void remember(int hash) {
        hashes[hash & (MOST - 1)] = hash;
    }

    void remove(Throwable failure) {
        hashes[System.identityHashCode(failure) & (MOST - 1)] = 0;
    }

    boolean areOnTheirWay(Throwable failure) {
        int thread = thread();
        return onTheirWay[thread & (THREADS - 1)] == key(thread, System.identityHashCode(failure));
    }

    /** Notes that the one that is on its way may be kept by the method that it is leaving. */
    void mayBeKept() {
        onTheirWay[thread() & (THREADS - 1)] = 0;
    }

    private static int thread() {
        return System.identityHashCode(Thread.currentThread());
    }

    private static long key(int thread, int hash) {
        return (long) thread << Integer.SIZE | hash;
    }
}
