package dev.recourse.retry.actuate;

import dev.recourse.retry.client.CooldownStore;
import dev.recourse.retry.client.RetryClientRegistry.BudgetLeft;
import dev.recourse.retry.durable.StoredCallDesk;
import dev.recourse.retry.execution.ScheduledRetryRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The effective settings of all annotated methods, and the state of all clients.
 *
 * @param defaults keys that nobody has set for all clients, with the values that hold then
 * @param methods annotated methods of the beans made so far
 * @param cooldowns the current ones
 * @param cooldownStore whether nodes can tell each other of their cooldowns, null where none is shared
 * @param budgets what each client that was called may still spend
 * @param waiting calls that wait now
 * @param stored durable calls that are kept, a limited number, the parked ones first
 * @param takeover after how long a stored call is made by another node at the latest whose own has died; null where there
 *     are none
 * @param outcomes of the last calls of which an attempt failed, the latest first
 */
public record RetriesDescriptor(
        Map<String, Object> defaults,
        List<RetriedMethod> methods,
        List<Cooldown> cooldowns,
        CooldownStore.@Nullable Health cooldownStore,
        List<BudgetLeft> budgets,
        Waiting waiting,
        List<StoredCallDesk.Summary> stored,
        @Nullable String takeover,
        List<Outcome> outcomes)
        implements OperationResponseBody {

    /**
     * An annotated method.
     *
     * @param method its class, name and the types of its parameters
     * @param client name of the client
     * @param delays rules by condition
     * @param settings the other keys, as far as somebody has set them, or they are not those for all
     */
    public record RetriedMethod(
            String method,
            String client,
            Map<String, SettingDescriptor> delays,
            Map<String, SettingDescriptor> settings) {}

    /**
     * A time during which a server is left alone.
     *
     * @param client name of the client
     * @param until when calls may be made again
     * @param remaining until then
     * @param failure in which the server asked for it
     * @param origin {@code this-node} or {@code another-node}: to whom the server said so
     * @param scopes how many scopes of the client have one, of which this ends last; zero for that of the client as a whole
     */
    public record Cooldown(String client, Instant until, String remaining, String failure, String origin, int scopes) {}

    /**
     * The calls that wait.
     *
     * @param count how many there are
     * @param calls those that began last, a limited number
     */
    public record Waiting(int count, List<ScheduledRetryRegistry.Call> calls) {}

    /**
     * How a call ended.
     *
     * @param time when it ended
     * @param client name of the client
     * @param call what was called
     * @param attempts how many were made
     * @param outcome {@code success}, {@code exhausted} and so on
     * @param failure status, kind or type of what the caller got, null for a success
     */
    public record Outcome(
            Instant time,
            String client,
            String call,
            int attempts,
            String outcome,
            @Nullable String failure) {}
}
