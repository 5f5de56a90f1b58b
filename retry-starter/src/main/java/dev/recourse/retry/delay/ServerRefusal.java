package dev.recourse.retry.delay;

import dev.recourse.retry.FailedResponse;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells whether a server forbids every retry of a request. */
final class ServerRefusal {

    /** Of gRPC (proposal A6): a number of milliseconds, and no retry if it is negative or no number. */
    static final String PUSHBACK = "grpc-retry-pushback-ms";

    private static final String SHOULD_RETRY = "-should-retry";

    /** Are asked even of a response that does not tell the names of its headers. */
    private static final List<String> KNOWN = List.of("X-Should-Retry", "Stripe-Should-Retry");

    private ServerRefusal() {}

    /** Returns the name of the header that forbids it, or null if none does. */
    static @Nullable String of(FailedResponse response) {
        return Stream.concat(
                        Stream.of(PUSHBACK),
                        Stream.concat(KNOWN.stream(), response.headerNames().stream())
                                .filter(ServerRefusal::isShouldRetry))
                .filter(name -> isRefusal(name, HeaderItems.of(response.header(name))))
                .findFirst()
                .orElse(null);
    }

    /** Returns whether a header says, one way or the other, whether there should be a retry. */
    static boolean isDecision(String name, FailedResponse response) {
        List<String> items = HeaderItems.of(response.header(name));
        return isRefusal(name, items)
                || (isShouldRetry(name) && items.stream().anyMatch(item -> item.equalsIgnoreCase("true")));
    }

    private static boolean isRefusal(String name, List<String> items) {
        return name.equalsIgnoreCase(PUSHBACK)
                ? items.stream().anyMatch(item -> BoundedNumber.parse(item) == null)
                : isShouldRetry(name) && items.stream().anyMatch(item -> item.equalsIgnoreCase("false"));
    }

    private static boolean isShouldRetry(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(SHOULD_RETRY);
    }
}
