package dev.recourse.retry.actuate;

import dev.recourse.retry.RemoteCooldownException;
import dev.recourse.retry.client.RetryClientRegistry;
import dev.recourse.retry.durable.StoredCallDesk;
import dev.recourse.retry.event.Text;
import dev.recourse.retry.execution.ScheduledRetryRegistry;
import dev.recourse.retry.failure.FailureReader;
import dev.recourse.retry.settings.ClientSettings;
import dev.recourse.retry.settings.Settings;
import dev.recourse.retry.time.RetryEnvironment;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/** Shows what holds for retries and what goes on, answers what would happen, and lifts cooldowns. */
@Endpoint(id = "retryonstatus")
public final class RetryOnStatusEndpoint {

    private static final int MOST_CALLS = 50;

    private final Supplier<Map<String, Settings>> methods;
    private final RetryClientRegistry registry;
    private final ScheduledRetryRegistry waiting;
    private final RecentOutcomes outcomes;
    private final RetryEnvironment environment;
    private final Settings common;
    private final FailureReader reader;
    private final WhatIf whatIf;
    private final @Nullable StoredCallDesk stored;

    /**
     * Creates the endpoint.
     *
     * @param methods settings of the annotated methods, by what names them
     * @param stored shows durable calls, null where there are none
     * @param classLoader finds the classes of exceptions
     */
    public RetryOnStatusEndpoint(
            Supplier<Map<String, Settings>> methods,
            ClientSettings clients,
            RetryClientRegistry registry,
            ScheduledRetryRegistry waiting,
            RecentOutcomes outcomes,
            RetryEnvironment environment,
            @Nullable StoredCallDesk stored,
            @Nullable ClassLoader classLoader) {
        this.methods = methods;
        this.registry = registry;
        this.waiting = waiting;
        this.outcomes = outcomes;
        this.environment = environment;
        this.common = clients.common();
        this.stored = stored;
        this.reader = common.reader();
        this.whatIf = new WhatIf(clients, environment, classLoader);
    }

    /** A cooldown was lifted. */
    public record Lifted(String client) implements OperationResponseBody {}

    /** Returns what holds, and what goes on now. */
    @ReadOperation
    public RetriesDescriptor retries() {
        return new RetriesDescriptor(
                SettingDescriptor.defaults(common),
                methods(),
                cooldowns(),
                registry.storeHealth(),
                registry.budgets(),
                new RetriesDescriptor.Waiting(waiting.count(), waiting.latest(MOST_CALLS)),
                stored == null ? List.of() : stored.latest(MOST_CALLS),
                stored == null || stored.takeover() == null ? null : Text.of(stored.takeover()),
                outcomes.list());
    }

    /**
     * Returns what would happen after a failure of a call whose annotation changes nothing. A response without an exception
     * may also be a value that the call returned.
     *
     * @param client a name under {@code recourse.retry.clients}, or {@code default}
     * @param status of the response, if there was one
     * @param header lines of the response as {@code Name: value}, one text or a list of them
     * @param body of the response
     * @param method of the request, such as {@code POST}; null where nothing tells it
     * @param exception {@code connect-timeout}, {@code read-timeout}, {@code connection} or the name of a class; without
     *     one, no condition for an exception type is met
     * @param attempt number of the attempt that failed, 1 if null
     * @throws InvalidEndpointRequestException if a parameter cannot be used, or the client is unknown
     */
    @ReadOperation
    public WhatIfDescriptor whatIf(
            @Selector String client,
            @Nullable String status,
            @Nullable Object header,
            @Nullable String body,
            @Nullable String method,
            @Nullable String exception,
            @Nullable String attempt) {
        return whatIf.answer(client, new WhatIfRequest(status, header, body, method, exception, attempt));
    }

    /**
     * Lifts the cooldown of a client or a strategy, and those of its scopes.
     *
     * @throws InvalidEndpointRequestException if there is none
     */
    @DeleteOperation
    public Lifted liftCooldown(@Selector String client) {
        if (!registry.lift(client)) {
            String reason = "Client '" + client + "' has no cooldown";
            throw new InvalidEndpointRequestException(reason, reason);
        }
        return new Lifted(client);
    }

    /** What was done with a stored call. */
    public record Decided(String id) implements OperationResponseBody {}

    /**
     * Runs a stored call now, parked or not, with all of its retries.
     *
     * @param part {@code stored}
     * @param id of the call
     * @throws InvalidEndpointRequestException if it is not there, or its attempt is under way
     */
    @WriteOperation
    public Decided runStored(@Selector String part, @Selector String id) {
        return decided(id, isStored(part) && stored != null && stored.runAgain(id));
    }

    /**
     * Drops a stored call.
     *
     * @param part {@code stored}
     * @param id of the call
     * @throws InvalidEndpointRequestException if it is not there, or its attempt is under way
     */
    @DeleteOperation
    public Decided dropStored(@Selector String part, @Selector String id) {
        return decided(id, isStored(part) && stored != null && stored.drop(id));
    }

    private static boolean isStored(String part) {
        return part.equals("stored");
    }

    private static Decided decided(String id, boolean done) {
        if (!done) {
            String reason = "No call '" + id + "' is stored, or its attempt is under way";
            throw new InvalidEndpointRequestException(reason, reason);
        }
        return new Decided(id);
    }

    private List<RetriesDescriptor.RetriedMethod> methods() {
        return methods.get().entrySet().stream()
                .map(method -> new RetriesDescriptor.RetriedMethod(
                        method.getKey(),
                        method.getValue().client(),
                        SettingDescriptor.delays(method.getValue()),
                        SettingDescriptor.changed(method.getValue(), common)))
                .toList();
    }

    private List<RetriesDescriptor.Cooldown> cooldowns() {
        Instant now = environment.clock().instant();
        return registry.cooldowns().stream()
                .map(cooldown -> new RetriesDescriptor.Cooldown(
                        cooldown.client(),
                        cooldown.until(),
                        Text.of(Duration.between(now, cooldown.until()).truncatedTo(ChronoUnit.MILLIS)),
                        Text.of(reader.read(cooldown.failure())),
                        cooldown.failure() instanceof RemoteCooldownException ? "another-node" : "this-node",
                        cooldown.scopes()))
                .toList();
    }
}
