package dev.recourse.retry.autoconfigure;

import dev.recourse.configuration.InvalidValueException;
import dev.recourse.retry.HandOff;
import dev.recourse.retry.settings.ConditionOverrides;
import dev.recourse.retry.settings.KeyValues;
import dev.recourse.retry.settings.SettingOverrides;
import dev.recourse.retry.settings.Settings;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

/**
 * The keys of {@code recourse.retry}.
 *
 * @param enabled Whether to retry calls at all.
 * @param maxRetries Number of calls after the first.
 * @param maxWait Longest single delay for which a caller is held. If no unit is given, seconds are used.
 * @param timeout Time for all calls and waits together. If no unit is given, seconds are used.
 * @param minDelay Shortest delay before a retry. If no unit is given, seconds are used.
 * @param maxBody Largest response body that is read for a delay.
 * @param jitterFactor Largest random share that is added to a delay, from 0 to 1.
 * @param handOff When a failed call raises a RetryLaterException instead of waiting: `never`, `beyond-max-wait`
 *     for a delay over max-wait, `always` for each failure that a rule covers.
 * @param durable Whether a call that is handed off is stored and made again by any node: `true`, or `outbox` to store each
 *     call before its first attempt.
 * @param cooldown Scope of a delay that the server requested: `none` for the failed call only, `local` for all calls of
 *     the client in this process, `redis` for those on all nodes.
 * @param maxCooldown Longest time for which other calls are kept away by one answer. If no unit is given, seconds are used.
 * @param cooldownStore Where `cooldown: redis` keeps what nodes share.
 * @param budget Retries that all calls of a client may make.
 * @param idempotent Whether a request is sent again that the server may have processed: `auto` unless a POST or
 *     PATCH was sent, `true` always, `false` never.
 * @param idempotencyKey Whether all attempts of a call send the same Idempotency-Key header.
 * @param delays Rules by condition, as in `429: server, 60s`. A condition is a status (429), a class of statuses
 *     (5xx), connect-timeout, read-timeout, timeout, connection, a name below conditions or the full name of an
 *     exception class. Statuses 429, 503 and 409 and timeout have built-in rules.
 * @param conditions Tests of the response by the name of the condition that they define, as in `throttled:
 *     {status: 400, header: x-amzn-ErrorType, matches: ThrottlingException}`.
 * @param clients Settings by name of the client, where they differ from those for all.
 * @param durableStore Where calls are stored that are durable.
 * @param adapters Job engines that run a job again which ended with a RetryLaterException.
 * @param disableClientRetries Whether to switch off the automatic retries of the HttpComponents clients that Spring Boot
 *     builds.
 */
@ConfigurationProperties(RetryProperties.PREFIX)
record RetryProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("3") int maxRetries,

        @DefaultValue("2m") @DurationUnit(ChronoUnit.SECONDS)
        Duration maxWait,

        @DefaultValue("10m") @DurationUnit(ChronoUnit.SECONDS)
        Duration timeout,

        @DefaultValue("100ms") @DurationUnit(ChronoUnit.SECONDS)
        Duration minDelay,

        @DefaultValue("64KB") DataSize maxBody,
        @DefaultValue("0.1") double jitterFactor,
        @DefaultValue("never") HandOff handOff,
        @DefaultValue("false") Settings.Durable durable,
        @DefaultValue("local") Settings.Cooldown cooldown,

        @DefaultValue("1h") @DurationUnit(ChronoUnit.SECONDS)
        Duration maxCooldown,

        @DefaultValue CooldownStore cooldownStore,
        @DefaultValue Budget budget,
        @DefaultValue("auto") Settings.Idempotent idempotent,
        @DefaultValue("false") boolean idempotencyKey,
        @DefaultValue Map<String, String> delays,
        @DefaultValue Map<String, ConditionOverrides> conditions,
        @DefaultValue Map<String, SettingOverrides> clients,
        @DefaultValue DurableStore durableStore,
        @DefaultValue Adapters adapters,
        @DefaultValue("true") boolean disableClientRetries) {

    static final String PREFIX = "recourse.retry";

    /** Returns the keys that clients may override. */
    SettingOverrides overrides() {
        return SettingOverrides.of(KeyValues.of(this), delays, conditions);
    }

    /**
     * The keys of the store.
     *
     * @param initializeSchema When to create the table of db-scheduler if it is missing: `embedded` for a database in memory,
     *     `always` or `never`.
     * @param expires Age from which on a stored call is parked. If no unit is given, seconds are used.
     * @param maxSize Largest data of one stored call.
     */
    record DurableStore(
            @DefaultValue("embedded") InitializeSchema initializeSchema,

            @DefaultValue("7d") @DurationUnit(ChronoUnit.SECONDS)
            Duration expires,

            @DefaultValue("60KB") DataSize maxSize) {

        DurableStore {
            positive("durable-store.expires", expires.compareTo(Duration.ZERO), "Write a longer time, as in 7d.");
            positive("durable-store.max-size", maxSize.toBytes(), "Write a larger size, as in 60KB.");
        }
    }

    /** When to create the table. */
    enum InitializeSchema {
        EMBEDDED,
        ALWAYS,
        NEVER
    }

    /**
     * The keys of a budget.
     *
     * @param ratio Retries for each call made, as in 0.2 for one retry for every five calls.
     * @param minPerSecond Retries a second that are always allowed.
     */
    record Budget(
            @DefaultValue("0.2") double ratio,
            @DefaultValue("10") int minPerSecond) {}

    /**
     * The keys of the store of cooldowns.
     *
     * @param keyPrefix Prefix of all keys in Redis, and of the channel. Nodes with the same prefix share their cooldowns.
     * @param syncInterval Time between two looks at all cooldowns, for what messages missed. If no unit is given, seconds
     *     are used.
     */
    record CooldownStore(
            @DefaultValue("recourse:retry:") String keyPrefix,

            @DefaultValue("10s") @DurationUnit(ChronoUnit.SECONDS)
            Duration syncInterval) {

        CooldownStore {
            positive("cooldown-store.sync-interval", syncInterval.compareTo(Duration.ZERO), "Use a duration like 10s.");
        }
    }

    /**
     * The keys of the adapters.
     *
     * @param quartz Whether Quartz runs a job again that ended with a RetryLaterException.
     * @param kafka Whether Spring Kafka gives a record to its listener again that ended with a RetryLaterException.
     * @param jobrunr Whether JobRunr runs a job again that ended with a RetryLaterException.
     * @param amqp Whether Spring AMQP gives a message to its listener again that ended with a RetryLaterException.
     */
    record Adapters(
            @DefaultValue("true") boolean quartz,
            @DefaultValue("true") boolean kafka,
            @DefaultValue("true") boolean jobrunr,
            @DefaultValue("true") boolean amqp) {}

    private static void positive(String key, long value, String remedy) {
        if (value <= 0) {
            throw new InvalidValueException(PREFIX + '.' + key, "must be more than zero", remedy);
        }
    }
}
