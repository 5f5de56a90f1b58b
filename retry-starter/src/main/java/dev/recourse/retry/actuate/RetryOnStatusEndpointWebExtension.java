package dev.recourse.retry.actuate;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/** Adds HTTP statuses to the answers of the endpoint. */
@EndpointWebExtension(endpoint = RetryOnStatusEndpoint.class)
public final class RetryOnStatusEndpointWebExtension {

    private final RetryOnStatusEndpoint endpoint;

    public RetryOnStatusEndpointWebExtension(RetryOnStatusEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** Why there is no answer. */
    public record Problem(@Nullable String error) implements OperationResponseBody {}

    /** Returns the answer, 400 if a parameter cannot be used, or 404 if the client is unknown. */
    @ReadOperation
    public WebEndpointResponse<OperationResponseBody> whatIf(
            @Selector String client,
            @Nullable String status,
            @Nullable Object header,
            @Nullable String body,
            @Nullable String method,
            @Nullable String exception,
            @Nullable String attempt) {
        try {
            return new WebEndpointResponse<>(endpoint.whatIf(client, status, header, body, method, exception, attempt));
        } catch (UnknownClientException ex) {
            return new WebEndpointResponse<>(new Problem(ex.getReason()), WebEndpointResponse.STATUS_NOT_FOUND);
        } catch (InvalidEndpointRequestException ex) {
            return new WebEndpointResponse<>(new Problem(ex.getReason()), WebEndpointResponse.STATUS_BAD_REQUEST);
        }
    }

    /** Runs a stored call now; 404 if it is not there. */
    @WriteOperation
    public WebEndpointResponse<OperationResponseBody> runStored(@Selector String part, @Selector String id) {
        return decided(() -> endpoint.runStored(part, id));
    }

    /** Drops a stored call; 404 if it is not there. */
    @DeleteOperation
    public WebEndpointResponse<OperationResponseBody> dropStored(@Selector String part, @Selector String id) {
        return decided(() -> endpoint.dropStored(part, id));
    }

    /** Lifts the cooldown of a client; 404 if there is none. */
    @DeleteOperation
    public WebEndpointResponse<OperationResponseBody> liftCooldown(@Selector String client) {
        return decided(() -> endpoint.liftCooldown(client));
    }

    private static WebEndpointResponse<OperationResponseBody> decided(Runnable decision) {
        try {
            decision.run();
            return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NO_CONTENT);
        } catch (InvalidEndpointRequestException ex) {
            return new WebEndpointResponse<>(new Problem(ex.getReason()), WebEndpointResponse.STATUS_NOT_FOUND);
        }
    }
}
