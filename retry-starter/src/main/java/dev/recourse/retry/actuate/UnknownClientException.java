package dev.recourse.retry.actuate;

import java.util.Collection;
import java.util.TreeSet;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/** A request names a client that is not configured. */
final class UnknownClientException extends InvalidEndpointRequestException {

    UnknownClientException(String client, Collection<String> known) {
        this("No client '" + client + "' is configured; there are: " + String.join(", ", new TreeSet<>(known)));
    }

    private UnknownClientException(String reason) {
        super(reason, reason);
    }
}
