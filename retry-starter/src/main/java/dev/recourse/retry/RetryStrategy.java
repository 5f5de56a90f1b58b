package dev.recourse.retry;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Retries any block of code, by the same rules as an annotated method.
 *
 * <p>Where the block fails for good its last failure is thrown as it is, with the failures before it as suppressed
 * exceptions, or a {@link RetryLaterException} where the settings say so. An interrupt ends a wait in the same way and
 * leaves the thread's interrupt flag set.
 *
 * @since 0.1
 */
public interface RetryStrategy {

    /**
     * Calls the block until it succeeds or may not be called again, waiting in this thread. A {@code ResponseEntity} whose
     * status a rule covers is a failure too; the last one is returned in the end, here and below.
     *
     * @param <T> type of the result
     * @param block called once for each attempt
     * @return what the first attempt returned that succeeded
     * @throws Exception the last failure itself, or a {@link RetryLaterException}
     */
    <T extends @Nullable Object> T call(Callable<T> block) throws Exception;

    /**
     * Runs the block until it succeeds or may not be run again, waiting in this thread.
     *
     * @param block run once for each attempt
     * @throws Exception the last failure itself, or a {@link RetryLaterException}
     */
    void run(Action block) throws Exception;

    /**
     * {@return a mono whose every subscription calls the block until what it returns succeeds, or may not be called again}
     * An empty mono has succeeded.
     *
     * @param <T> type of the element
     * @param block called once for each attempt
     */
    <T> Mono<T> mono(Supplier<Mono<T>> block);

    /**
     * {@return a flux whose every subscription calls the block until what it returns emits an element or completes, or may
     * not be called again} A failure after the first element is passed on as it is.
     *
     * @param <T> type of the elements
     * @param block called once for each attempt
     */
    <T> Flux<T> flux(Supplier<Flux<T>> block);

    /**
     * Calls the block until what it returns succeeds, or may not be called again. The first attempt is made in this
     * thread, later ones in one of the application's. To cancel the future that is returned cancels a wait, and the
     * attempt under way where that is a future too.
     *
     * @param <T> type of the result
     * @param block called once for each attempt
     * @return the future of the call with all of its attempts, which fails with the last failure itself, or a
     *     {@link RetryLaterException}
     */
    <T extends @Nullable Object> CompletableFuture<T> future(Supplier<? extends CompletionStage<T>> block);

    /**
     * {@return the same strategy for a part of its client with a quota of its own, such as a tenant, a token or a region:
     * cooldown and budget are shared with the calls of this scope only} At most 10,000 scopes of a client are kept at a
     * time, the least used are forgotten first.
     *
     * @param scope such as the name of the tenant
     */
    RetryStrategy scoped(String scope);

    /** A block without a result. */
    @FunctionalInterface
    interface Action {

        /**
         * Runs the block once.
         *
         * @throws Exception the failure of this attempt
         */
        void run() throws Exception;
    }

    /** What a strategy changes in the settings for all clients; the grammar is that of {@code recourse.retry}. */
    interface Rules {

        /**
         * Names the strategy in log lines, meters and the endpoint, where its cooldown can be lifted; {@code strategy-1}
         * and so on unless told. It must not be the name of a configured client.
         *
         * @param name of the strategy
         * @return these rules
         */
        Rules name(String name);

        /**
         * Sets the rule for an exact status.
         *
         * @param status 100 to 599
         * @param rule in the grammar of {@code delays}: {@code server, 60s}
         * @return these rules
         */
        Rules delay(int status, String rule);

        /**
         * Sets the rule for an exception type and its subtypes.
         *
         * @param type of the exception itself or of one of its causes
         * @param rule in the grammar of {@code delays}: {@code retry_interval, 60s}
         * @return these rules
         */
        Rules delay(Class<? extends Throwable> type, String rule);

        /**
         * Sets the rule for a condition as a key of {@code delays} names it: {@code 5xx}, {@code read-timeout}.
         *
         * @param condition a key of {@code delays}, or the name of a {@link #condition}
         * @param rule in the grammar of {@code delays}: {@code exponential(1s, 2m)}
         * @return these rules
         */
        Rules delay(String condition, String rule);

        /**
         * Names a test of the response, for servers that use one status for two things; {@link #delay(String, String)}
         * takes the name.
         *
         * @param name a letter, then letters, digits, {@code -} and {@code _}
         * @param test is called once, with what it may ask for
         * @return these rules
         * @throws IllegalArgumentException from {@link RetryStrategies#build} if the test has no status, or not exactly
         *     one of body and header
         */
        Rules condition(String name, Consumer<ResponseTest> test);

        /**
         * Sets the number of calls after the first.
         *
         * @param maxRetries zero or more; 3 unless configured
         * @return these rules
         */
        Rules maxRetries(int maxRetries);

        /**
         * Sets the longest single delay for which the caller is held.
         *
         * @param maxWait zero or more; 2m unless configured
         * @return these rules
         */
        Rules maxWait(Duration maxWait);

        /**
         * Sets the time for all calls and waits together.
         *
         * @param timeout zero or more; 10m unless configured
         * @return these rules
         */
        Rules timeout(Duration timeout);

        /**
         * Sets when a {@link RetryLaterException} is raised.
         *
         * @param handOff {@link HandOff#NEVER} unless configured
         * @return these rules
         */
        Rules handOff(HandOff handOff);
    }

    /**
     * A test of the response: it has the status, and a field of its JSON body or a header has a value.
     *
     * <p>Without {@link #equalTo} and {@link #matches} it is enough that the field or the header is there.
     */
    interface ResponseTest {

        /**
         * Sets the status that the response must have.
         *
         * @param status 100 to 599
         * @return this test
         */
        default ResponseTest status(int status) {
            return status(String.valueOf(status));
        }

        /**
         * Sets the status or the status class that the response must have.
         *
         * @param statusOrClass {@code 403} or {@code 4xx}
         * @return this test
         */
        ResponseTest status(String statusOrClass);

        /**
         * Tests a field of the JSON body.
         *
         * @param pointer to the field (RFC 6901): {@code /error/reason}
         * @return this test
         */
        ResponseTest body(String pointer);

        /**
         * Tests a header.
         *
         * @param name of the header, in any case
         * @return this test
         */
        ResponseTest header(String name);

        /**
         * Sets the whole text that the value must be.
         *
         * @param text compared as it is
         * @return this test
         */
        ResponseTest equalTo(String text);

        /**
         * Sets the regular expression that must be found in the value, within a bounded number of steps.
         *
         * @param regex as {@link java.util.regex.Pattern} has it
         * @return this test
         */
        ResponseTest matches(String regex);
    }
}
