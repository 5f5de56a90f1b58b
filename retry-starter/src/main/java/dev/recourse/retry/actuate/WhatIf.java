package dev.recourse.retry.actuate;

import dev.recourse.retry.decision.AttemptFacts;
import dev.recourse.retry.decision.Decider;
import dev.recourse.retry.decision.Decision;
import dev.recourse.retry.delay.DelayContext;
import dev.recourse.retry.event.Text;
import dev.recourse.retry.failure.Condition;
import dev.recourse.retry.failure.Failure;
import dev.recourse.retry.settings.ClientSettings;
import dev.recourse.retry.settings.Settings;
import dev.recourse.retry.time.RetryEnvironment;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks the decision what it would be after a failure that is described. */
final class WhatIf {

    private final ClientSettings clients;
    private final RetryEnvironment environment;
    private final @Nullable ClassLoader classLoader;

    WhatIf(ClientSettings clients, RetryEnvironment environment, @Nullable ClassLoader classLoader) {
        this.clients = clients;
        this.environment = environment;
        this.classLoader = classLoader;
    }

    WhatIfDescriptor answer(String client, WhatIfRequest question) {
        Settings settings = settings(client);
        Failure failure = question.failure(classLoader);
        DelayContext context =
                new DelayContext(question.number(), environment.clock(), settings.maxBodyBytes(), environment.random());
        Decision decision = Decider.afterFailure(settings, failure, AttemptFacts.NONE, context, Duration.ZERO);
        Condition condition = settings.condition(failure);
        return condition == null
                ? answer(settings, null, null, decision)
                : answer(
                        settings,
                        condition.toString(),
                        SettingDescriptor.of(settings, condition, settings.rule(condition)),
                        decision);
    }

    private Settings settings(String client) {
        Settings settings = client.equals(Settings.NO_CLIENT)
                ? clients.common()
                : clients.named().get(client);
        if (settings == null) {
            Set<String> known = new HashSet<>(clients.named().keySet());
            known.add(Settings.NO_CLIENT);
            throw new UnknownClientException(client, known);
        }
        return settings;
    }

    private static WhatIfDescriptor answer(
            Settings settings, @Nullable String condition, @Nullable SettingDescriptor rule, Decision decision) {
        String client = settings.client();
        if (decision instanceof Decision.Wait wait) {
            return new WhatIfDescriptor(client, condition, rule, "wait", Text.of(wait.delay()), wait.explanation());
        }
        if (decision instanceof Decision.HandOff handOff) {
            return new WhatIfDescriptor(
                    client, condition, rule, "hand-off", Text.of(handOff.delay()), handOff.explanation());
        }
        if (decision instanceof Decision.GiveUp giveUp) {
            return new WhatIfDescriptor(client, condition, rule, "end", null, giveUp.reason());
        }
        throw new IllegalStateException("No decision about a failure: " + decision);
    }
}
