package dev.recourse.benchmarks.locals.application;

import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Takes orders. */
@RestController
public final class OrderController {

    private final Map<String, Customer> customers;

    public OrderController(Map<String, Customer> customers) {
        this.customers = customers;
    }

    @PostMapping("/customers/{name}/orders")
    Receipt order(@PathVariable("name") String name, @RequestBody List<Order.Line> lines) {
        Order order = new Order(customer(name), lines);
        return new Receipt(name, order.country(), order.lines().size(), order.total());
    }

    private Customer customer(String name) {
        return Checks.present(customers.get(name), name);
    }

    /**
     * The answer.
     *
     * @param total in cents
     */
    record Receipt(String customer, String country, int lines, long total) {}
}
