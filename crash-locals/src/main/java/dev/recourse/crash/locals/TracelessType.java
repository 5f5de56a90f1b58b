package dev.recourse.crash.locals;

import java.util.Set;

/** A type of exceptions, and whether they have come without a trace so far: as control flow, which must cost next to nothing. */
final class TracelessType {

    /** So many that had none, and no other: then nobody expects one of the next. */
    private static final int SURE = 100;

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

    private volatile boolean hasTraces;

    /** Counts of several threads may be lost, which does no harm. */
    private int without;

    private TracelessType(boolean hasTraces) {
        this.hasTraces = hasTraces;
    }

    static TracelessType of(Class<?> type) {
        return TYPES.get(type);
    }

    boolean hasTraces() {
        return hasTraces;
    }

    void sawOne() {
        hasTraces = true;
    }

    /** Notes an exception without a trace; returns whether so many had none, and no other had one. */
    boolean sawNone() {
        without = Math.min(SURE, without + 1);
        return without == SURE && !hasTraces;
    }
}
