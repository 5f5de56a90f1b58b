package dev.recourse.benchmarks.locals.application;

/** Money, with every kind of block around what is done with it. */
public final class Account {

    private int depth;
    private long balance;
    private long bookings;

    public Account(long balance) {
        this.balance = balance;
    }

    /** Books amounts, each within a {@code try} with a {@code finally}. */
    public long book(int[] amounts) {
        long sum = 0;
        for (int amount : amounts) {
            depth++;
            try {
                sum += booked(amount);
            } finally {
                depth--;
            }
        }
        return sum + depth;
    }

    /** Books amounts, each within a {@code try} with resources. */
    public long bookWithin(int[] amounts) {
        long sum = 0;
        for (int amount : amounts) {
            try (Booking booking = new Booking()) {
                sum += booking.book(amount);
            } catch (ArithmeticException ex) {
                throw new IllegalStateException("Too much: " + amount, ex);
            }
        }
        return sum;
    }

    /** Books amounts, each within a {@code synchronized} block and method. */
    public long bookLocked(int[] amounts) {
        long sum = 0;
        for (int i = 0; i < amounts.length; i++) {
            synchronized (this) {
                sum += booked(amounts[i]);
            }
            sum += bookings();
        }
        return sum;
    }

    private synchronized long bookings() {
        bookings = Math.incrementExact(bookings);
        return bookings & 1;
    }

    private long booked(int amount) {
        balance = Math.addExact(balance, (long) amount);
        return balance & 1;
    }

    private final class Booking implements AutoCloseable {

        long book(int amount) {
            return booked(amount);
        }

        @Override
        public void close() {
            bookings++;
        }
    }
}
