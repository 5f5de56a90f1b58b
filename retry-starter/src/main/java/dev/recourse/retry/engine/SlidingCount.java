package dev.recourse.retry.engine;

/** How many of something there were in the last ticks of a clock. */
final class SlidingCount {

    private final double[] ticks;
    private long now;
    private double sum;

    /** @param length number of ticks, that of now included */
    SlidingCount(int length) {
        this.ticks = new double[length];
    }

    /**
     * Goes on to a tick and adds what has come since, as much for each tick on the way.
     *
     * @param tick no less than before
     */
    void add(long tick, double count) {
        long passed = tick - now;
        double share = count / Math.max(1, passed);
        for (long next = Math.max(now, tick - ticks.length) + 1; next <= tick; next++) {
            set(next, share);
        }
        if (passed == 0) {
            set(tick, ticks[index(tick)] + count);
        }
        now = tick;
    }

    double sum() {
        return sum;
    }

    private void set(long tick, double count) {
        int index = index(tick);
        sum += count - ticks[index];
        ticks[index] = count;
    }

    private int index(long tick) {
        return (int) (tick % ticks.length);
    }
}
