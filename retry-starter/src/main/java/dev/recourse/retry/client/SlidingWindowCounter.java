package dev.recourse.retry.client;

/** Counts events in the last ticks of a clock. */
final class SlidingWindowCounter {

    private final double[] ticks;
    private long now;
    private int index;
    private double sum;

    /** @param length number of ticks, the current one included */
    SlidingWindowCounter(int length) {
        this.ticks = new double[length];
    }

    /**
     * Goes on to a tick and adds what has come since, as much for each tick on the way.
     *
     * @param tick no less than before
     */
    void add(long tick, double count) {
        if (tick == now) {
            ticks[index] += count;
            sum += count;
            return;
        }
        double share = count / (tick - now);
        for (long next = Math.max(now, tick - ticks.length) + 1; next <= tick; next++) {
            set(next, share);
        }
        now = tick;
    }

    double sum() {
        return sum;
    }

    private void set(long tick, double count) {
        index = (int) (tick % ticks.length);
        sum += count - ticks[index];
        ticks[index] = count;
    }
}
