package dev.recourse.benchmarks.locals.application;

import org.jspecify.annotations.Nullable;

/** Who orders. */
public final class Customer {

    private final @Nullable Address address;
    private final int discount;

    public Customer(@Nullable Address address, int discount) {
        this.address = address;
        this.discount = discount;
    }

    Address address() {
        return Checks.present(address, "address");
    }

    int discount() {
        return discount;
    }

    /**
     * Where an order goes.
     *
     * @param country two letters
     * @param distance in km
     */
    public record Address(String country, int distance) {}
}
