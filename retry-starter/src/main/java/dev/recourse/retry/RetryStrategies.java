package dev.recourse.retry;

import java.util.function.Consumer;

/**
 * A bean that hands out retry strategies, for code that the annotation does not reach.
 *
 * @since 0.1
 */
public interface RetryStrategies {

    /**
     * {@return the strategy of a configured client}
     *
     * @param client a name under {@code recourse.retry.clients}
     * @throws IllegalArgumentException if no client of this name is configured; the message lists those that are
     */
    RetryStrategy named(String client);

    /**
     * Builds a strategy from the settings for all clients and what the given rules change.
     *
     * @param rules is called once, with what it may change
     * @return the strategy, which may be kept and used by any thread
     * @throws IllegalArgumentException if a rule or a setting is wrong; the message says which and why
     */
    RetryStrategy build(Consumer<RetryStrategy.Rules> rules);
}
