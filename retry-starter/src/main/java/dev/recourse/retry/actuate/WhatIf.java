package dev.recourse.retry.actuate;

import dev.recourse.retry.delay.DelayContext;
import dev.recourse.retry.engine.Decider;
import dev.recourse.retry.engine.Decision;
import dev.recourse.retry.engine.RetryClients;
import dev.recourse.retry.engine.Settings;
import dev.recourse.retry.engine.Surroundings;
import dev.recourse.retry.engine.Text;
import dev.recourse.retry.failure.Condition;
import dev.recourse.retry.failure.Failure;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks the engine what it would decide. */
final class WhatIf {

    private final RetryClients clients;
    private final Surroundings surroundings;
    private final @Nullable ClassLoader classLoader;

    WhatIf(RetryClients clients, Surroundings surroundings, @Nullable ClassLoader classLoader) {
        this.clients = clients;
        this.surroundings = surroundings;
        this.classLoader = classLoader;
    }

    Answer answer(String client, Question question) {
        Settings settings = settings(client);
        Failure failure = question.failure(classLoader);
        DelayContext context = new DelayContext(
                question.number(), surroundings.clock(), settings.maxBody().toBytes(), surroundings.random());
        Decision decision = Decider.decide(settings, failure, context, Duration.ZERO);
        Condition condition = settings.condition(failure);
        return condition == null
                ? answer(settings, null, null, decision)
                : answer(
                        settings,
                        condition.toString(),
                        Setting.of(settings, condition, settings.rule(condition)),
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

    private static Answer answer(
            Settings settings, @Nullable String condition, @Nullable Setting rule, Decision decision) {
        String client = settings.client();
        if (decision instanceof Decision.Wait wait) {
            return new Answer(client, condition, rule, "wait", Text.of(wait.delay()), wait.explanation());
        }
        if (decision instanceof Decision.HandOff handOff) {
            return new Answer(client, condition, rule, "hand-off", Text.of(handOff.delay()), handOff.explanation());
        }
        if (decision instanceof Decision.GiveUp giveUp) {
            return new Answer(client, condition, rule, "end", null, giveUp.reason());
        }
        throw new IllegalStateException("No decision about a failure: " + decision);
    }
}
