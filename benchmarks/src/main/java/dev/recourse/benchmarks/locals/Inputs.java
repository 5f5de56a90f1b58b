package dev.recourse.benchmarks.locals;

import dev.recourse.benchmarks.locals.application.Customer;
import dev.recourse.benchmarks.locals.application.Order;
import dev.recourse.benchmarks.locals.application.OrderController;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

/** What the application works on. */
final class Inputs {

    static final List<String> WORDS =
            new ArrayList<>(List.of("lathe", "gearbox", "shaft", "gauge", "serial port", "drill"));

    static final String LINES = """
            [{"article": "shaft", "amount": 2, "price": 1250}, {"article": "gauge", "amount": 1, "price": 8000}]""";

    private static final Customer CUSTOMER = new Customer(new Customer.Address("AT", 320), 5);

    private Inputs() {}

    /**
     * Returns an order as it is read from a request. An immutable list would not do: of what the JVM knows about the types of
     * these, linking a first handler takes a little away, as anything does that an application does sooner or later.
     */
    static Order order() {
        List<Order.Line> lines = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            lines.add(new Order.Line("article " + i, i, 100L * i));
        }
        return new Order(CUSTOMER, lines);
    }

    static int[] amounts() {
        return IntStream.range(0, 50).toArray();
    }

    static int[] unsorted() {
        return new Random(7).ints(100).toArray();
    }

    static int[][] matrix() {
        int[][] matrix = new int[12][12];
        for (int[] row : matrix) {
            Arrays.setAll(row, column -> column);
        }
        return matrix;
    }

    static String json() {
        return IntStream.range(0, 20)
                .mapToObj(i -> """
                        {"id": %d, "name": "article \\"%d\\"", "price": %d.25, "sizes": [1, 2, 3], "sold": %b, "note": null}""".formatted(i, i, 10 * i, i % 2 == 0))
                .collect(Collectors.joining(",\n", "[", "]"));
    }

    static MockMvc mvc() {
        return MockMvcBuilders.standaloneSetup(new OrderController(Map.of("ada", CUSTOMER)))
                .build();
    }
}
