package dev.recourse.benchmarks.locals;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import dev.recourse.benchmarks.locals.application.Account;
import dev.recourse.benchmarks.locals.application.Customer;
import dev.recourse.benchmarks.locals.application.JsonReader;
import dev.recourse.benchmarks.locals.application.Loops;
import dev.recourse.benchmarks.locals.application.Order;
import dev.recourse.benchmarks.locals.application.Stairs;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;

/** Exceptions that go through the application. */
final class Failures {

    private Failures() {}

    /** Returns what a method has thrown through so many frames. */
    static String through(int frames) {
        try {
            return "returned " + Stairs.descend(frames - 1, -1);
        } catch (IllegalStateException ex) {
            return String.valueOf(ex.getMessage());
        }
    }

    /** Gives each part of the application something that it cannot work with. */
    @SuppressWarnings("NullAway") // null is one such thing
    static void happenEverywhere(MockMvc mvc) {
        Order.Line line = new Order.Line("shaft", 0, 1);
        fails(() -> new Order(new Customer(null, 0), List.of()).total());
        fails(() -> new Order(new Customer(null, 0), List.of(line)).total());
        fails(() -> Loops.product(new int[][] {{1, 2}}, new int[][] {{1}, {1, 2}, {1}}));
        fails(() -> Loops.sum(null));
        fails(() -> Loops.sorted(null));
        fails(() -> Loops.hash(null));
        fails(() -> Loops.distance("shaft", null));
        fails(() -> Loops.letters(null));
        fails(() -> Loops.longest(Arrays.asList("shaft", null)));
        fails(() -> new Account(Long.MAX_VALUE).book(new int[] {1}));
        fails(() -> new Account(Long.MAX_VALUE).bookWithin(new int[] {1}));
        fails(() -> new Account(Long.MAX_VALUE).bookLocked(new int[] {1}));
        fails(() -> new JsonReader("[{\"a\": [1, tr").read());
        fails(() -> new JsonReader("[{\"a\": [1, -]}]").read());
        fails(() -> mvc.perform(post("/customers/bob/orders")
                .contentType(MediaType.APPLICATION_JSON)
                .content(Inputs.LINES)));
    }

    private static void fails(Callable<?> call) {
        Object result;
        try {
            result = call.call();
        } catch (Exception ex) {
            return;
        }
        throw new IllegalStateException("Did not fail: " + result);
    }
}
