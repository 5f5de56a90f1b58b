package dev.recourse.crash.locals;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** An amount that comes back with time; what is not used is saved, for so many seconds. */
final class TokenBucket {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final long perSecond;

    private final long saved;

    /** When all that was used will have come back, on a clock of nanoseconds. */
    private final AtomicLong even;

    TokenBucket(long perSecond, int seconds, long now) {
        this.perSecond = perSecond;
        this.saved = seconds * SECOND;
        this.even = new AtomicLong(now);
    }

    /** Returns whether anything is left; one who uses more goes into debt. */
    boolean hasRest(long now) {
        return even.get() - now < saved;
    }

    /** Uses an amount if anything is left; of many who ask at once, no more get it than there is for. */
    boolean take(long amount, long now) {
        for (long earlier = even.get(); earlier - now < saved; earlier = even.get()) {
            if (even.compareAndSet(earlier, after(earlier, amount, now))) {
                return true;
            }
        }
        return false;
    }

    /** Uses an amount; a negative one is given back. */
    void use(long amount, long now) {
        even.updateAndGet(earlier -> after(earlier, amount, now));
    }

    private long after(long earlier, long amount, long now) {
        return (earlier - now < 0 ? now : earlier) + amount * SECOND / perSecond;
    }
}
