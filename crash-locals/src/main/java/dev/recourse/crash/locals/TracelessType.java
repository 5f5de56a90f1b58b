package dev.recourse.crash.locals;

import java.util.Set;

/**
 * A type of exceptions, and whether they have come without a trace so far: as control flow, which must cost next to nothing.
 *
 * <p>Counts of several threads may be lost, which does no harm.
 */
final class TracelessType {

    /** So many that had none, and no other: then the next ones are not looked at. */
    private static final int SURE = 100;

    /** But one of so many, a power of two. */
    private static final int LOOKED_AT = 16;

    /** HotSpot leaves out the traces of those that it throws again and again, and not those of others. */
    private static final Set<Class<?>> OF_THE_JVM = Set.of(
            NullPointerException.class,
            ArithmeticException.class,
            ArrayIndexOutOfBoundsException.class,
            ArrayStoreException.class,
            ClassCastException.class);

    private static final ClassValue<TracelessType> TYPES = new ClassValue<>() {

        @Override
        protected TracelessType computeValue(Class<?> type) {
            return new TracelessType(OF_THE_JVM.contains(type));
        }
    };

    private boolean hasTraces;
    private int without;
    private int asked;

    private TracelessType(boolean hasTraces) {
        this.hasTraces = hasTraces;
    }

    static TracelessType of(Class<?> type) {
        return TYPES.get(type);
    }

    /** Returns whether an exception of this type is not to be looked at. */
    boolean isExpected() {
        return without >= SURE && !hasTraces && (++asked & (LOOKED_AT - 1)) != 0;
    }

    /** Returns whether it is too early to tell. */
    boolean isUnknown() {
        return !hasTraces && without < SURE;
    }

    /** Notes what an exception of this type had. */
    void saw(boolean trace) {
        if (trace) {
            hasTraces = true;
        } else {
            without++;
        }
    }
}
