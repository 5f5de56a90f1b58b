package dev.recourse.retry.delay;

import dev.recourse.retry.FailedResponse;
import java.util.Collection;
import java.util.List;
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
        if (isRefusal(PUSHBACK, response)) {
            return PUSHBACK;
        }
        Collection<String> names = response.headerNames();
        return (names.isEmpty() ? KNOWN : names)
                .stream()
                        .filter(ServerRefusal::isShouldRetry)
                        .limit(HeaderItems.MOST)
                        .filter(name -> isRefusal(name, response))
                        .findFirst()
                        .orElse(null);
    }

    /** Returns whether a header says, one way or the other, whether there should be a retry. */
    static boolean isDecision(String name, FailedResponse response) {
        return isRefusal(name, response) || (isShouldRetry(name) && says("true", name, response));
    }

    private static boolean isRefusal(String name, FailedResponse response) {
        return name.equalsIgnoreCase(PUSHBACK)
                ? HeaderItems.of(response.header(name)).stream().anyMatch(item -> BoundedNumber.parse(item) == null)
                : isShouldRetry(name) && says("false", name, response);
    }

    private static boolean says(String word, String name, FailedResponse response) {
        return HeaderItems.of(response.header(name)).stream().anyMatch(word::equalsIgnoreCase);
    }

    private static boolean isShouldRetry(String name) {
        int start = name.length() - SHOULD_RETRY.length();
        return start >= 0 && name.regionMatches(true, start, SHOULD_RETRY, 0, SHOULD_RETRY.length());
    }
}
