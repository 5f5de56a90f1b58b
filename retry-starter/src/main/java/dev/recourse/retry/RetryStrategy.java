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
 */
public interface RetryStrategy {

    /**
     * Calls the block until it succeeds or may not be called again, waiting in this thread. A {@code ResponseEntity} whose
     * status a rule covers is a failure too; the last one is returned in the end, here and below.
     */
    <T extends @Nullable Object> T call(Callable<T> block) throws Exception;

    /** Runs the block until it succeeds or may not be run again, waiting in this thread. */
    void run(Action block) throws Exception;

    /**
     * Returns a mono whose every subscription calls the block until what it returns succeeds, or may not be called again.
     * An empty mono has succeeded.
     */
    <T> Mono<T> mono(Supplier<Mono<T>> block);

    /**
     * Returns a flux whose every subscription calls the block until what it returns emits an element or completes, or may
     * not be called again. A failure after the first element is passed on as it is.
     */
    <T> Flux<T> flux(Supplier<Flux<T>> block);

    /**
     * Calls the block until what it returns succeeds, or may not be called again. The first attempt is made in this
     * thread, later ones in one of the application's. To cancel the future that is returned cancels a wait, and the
     * attempt under way where that is a future too.
     */
    <T extends @Nullable Object> CompletableFuture<T> future(Supplier<? extends CompletionStage<T>> block);

    /**
     * Returns the same strategy for a part of its client with a quota of its own, such as a tenant, a token or a region:
     * cooldown and budget are shared with the calls of this scope only. At most 10,000 scopes of a client are kept at a
     * time, the least used are forgotten first.
     */
    RetryStrategy scoped(String scope);

    /** A block without a result. */
    @FunctionalInterface
    interface Action {

        /** Runs the block once. */
        void run() throws Exception;
    }

    /** What a strategy changes in the settings for all clients; the grammar is that of {@code recourse.retry}. */
    interface Rules {

        /**
         * Names the strategy in log lines, meters and the endpoint, where its cooldown can be lifted; {@code strategy-1}
         * and so on unless told. It must not be the name of a configured client.
         */
        Rules name(String name);

        /** Sets the rule for an exact status, 100 to 599. */
        Rules delay(int status, String rule);

        /** Sets the rule for an exception type and its subtypes. */
        Rules delay(Class<? extends Throwable> type, String rule);

        /** Sets the rule for a condition as a key of {@code delays} names it: {@code 5xx}, {@code read-timeout}. */
        Rules delay(String condition, String rule);

        /**
         * Names a test of the response, for servers that use one status for two things; {@link #delay(String, String)}
         * takes the name.
         *
         * @param name a letter, then letters, digits, {@code -} and {@code _}
         * @throws IllegalArgumentException from {@link RetryStrategies#build} if the test has no status, or not exactly
         *     one of body and header
         */
        Rules condition(String name, Consumer<ResponseTest> test);

        /** Sets the number of calls after the first, zero or more. */
        Rules maxRetries(int maxRetries);

        /** Sets the longest single delay for which the caller is held. */
        Rules maxWait(Duration maxWait);

        /** Sets the time for all calls and waits together. */
        Rules timeout(Duration timeout);

        /** Sets when a {@link RetryLaterException} is raised. */
        Rules handOff(HandOff handOff);
    }

    /**
     * A test of the response: it has the status, and a field of its JSON body or a header has a value.
     *
     * <p>Without {@link #equalTo} and {@link #matches} it is enough that the field or the header is there.
     */
    interface ResponseTest {

        /** Sets the status that the response must have. */
        default ResponseTest status(int status) {
            return status(String.valueOf(status));
        }

        /** Sets the status ({@code 403}) or the status class ({@code 4xx}) that the response must have. */
        ResponseTest status(String statusOrClass);

        /** Tests a field of the JSON body, given as a pointer (RFC 6901): {@code /error/reason}. */
        ResponseTest body(String pointer);

        /** Tests a header. */
        ResponseTest header(String name);

        /** Sets the whole text that the value must be. */
        ResponseTest equalTo(String text);

        /** Sets the regular expression that must be found in the value, within a bounded number of steps. */
        ResponseTest matches(String regex);
    }
}
