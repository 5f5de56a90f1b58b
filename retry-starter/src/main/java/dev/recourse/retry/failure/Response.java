package dev.recourse.retry.failure;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** The parts of a received error response that a rule can read; reading them does no I/O and consumes nothing. */
public interface Response {

    /**
     * Returns a response of these parts.
     *
     * @param headers finds the lines of a header by its name in any case
     */
    static Response of(int status, Function<String, ? extends Collection<String>> headers, byte[] body) {
        return new ReceivedResponse(status, headers, body);
    }

    /** Returns the status code, as received. */
    int status();

    /**
     * Returns the values of a header, one for each line of it, in the order received.
     *
     * @param name the field name, in any case
     */
    List<String> header(String name);

    /** Returns the body as far as the client kept it, or an empty array. */
    byte[] body();
}
