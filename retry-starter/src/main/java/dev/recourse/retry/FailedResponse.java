package dev.recourse.retry;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a received error response that rules and conditions read.
 *
 * <p>Reading them does no I/O and consumes nothing. An exception that one of the methods throws counts as "no response".
 *
 * @since 0.1
 */
public interface FailedResponse {

    /**
     * {@return a response of these parts}
     *
     * @param status as received
     * @param headers lines of each header by its name, in any case
     * @param body as received, null if there is none or it is not known
     * @param method of the request, in upper case; null if it is not known
     */
    static FailedResponse of(
            int status,
            Map<String, ? extends Collection<String>> headers,
            byte @Nullable [] body,
            @Nullable String method) {
        return new ReceivedResponse(status, headers, body, method);
    }

    /** {@return the status code, as received} */
    int status();

    /**
     * {@return the values of a header, one for each line of it, in the order received}
     *
     * @param name the field name, in any case
     */
    List<String> header(String name);

    /**
     * {@return the names of all headers}
     *
     * <p>By default there are none. Then headers are found whose name is known beforehand, but none with a name that
     * servers make up, such as {@code x-ratelimit-reset-requests}.
     */
    default Collection<String> headerNames() {
        return List.of();
    }

    /** {@return the body as far as the client kept it, or null} */
    byte @Nullable [] body();

    /** {@return the HTTP method of the request, in upper case, or null if it is not known} */
    default @Nullable String method() {
        return null;
    }
}
