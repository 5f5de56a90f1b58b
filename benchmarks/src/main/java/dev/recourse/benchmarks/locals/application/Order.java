package dev.recourse.benchmarks.locals.application;

import java.util.List;

/** What a customer orders: getters of getters, and checks. */
public final class Order {

    private final Customer customer;
    private final List<Line> lines;

    public Order(Customer customer, List<Line> lines) {
        this.customer = customer;
        this.lines = lines;
    }

    /** Returns what the customer has to pay. */
    public long total() {
        long total = 0;
        for (Line line : lines()) {
            total += reduced(line.total());
        }
        return total + delivery();
    }

    List<Line> lines() {
        return Checks.present(lines, "lines");
    }

    String country() {
        return customer.address().country();
    }

    private long delivery() {
        return isAbroad() ? 10 * distance() : distance();
    }

    private boolean isAbroad() {
        return !country().equals("DE");
    }

    private long distance() {
        return Checks.positive(customer.address().distance(), "distance");
    }

    private long reduced(long price) {
        return price - price * customer.discount() / 100;
    }

    /**
     * An article.
     *
     * @param article its name
     * @param amount how many
     * @param price of one, in cents
     */
    public record Line(String article, int amount, long price) {

        long total() {
            return checkedAmount() * Checks.positive(price(), "price");
        }

        private long checkedAmount() {
            return Checks.positive(amount(), article());
        }
    }
}
