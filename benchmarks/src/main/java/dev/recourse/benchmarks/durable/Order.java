package dev.recourse.benchmarks.durable;

import java.util.List;

/** The argument of a call. */
record Order(String id, String customer, List<String> items) {

    /** Returns an order as any other. */
    static Order sample() {
        return new Order("o-4711", "Acme Gears Ltd.", List.of("gear, 24 teeth", "shaft, 12 mm", "bearing 6001"));
    }
}
