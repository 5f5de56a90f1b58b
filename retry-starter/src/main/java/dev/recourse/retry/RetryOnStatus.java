package dev.recourse.retry;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.core.annotation.AliasFor;

/**
 * Calls a method of a bean again when it failed in a way that a rule in {@code recourse.retry} names, after the delay
 * that the rule gives.
 *
 * <p>On a class or an interface it holds for every public method; on a method it replaces the one on the type. It may
 * stand on another annotation. Every attribute takes placeholders ({@code ${...}}); an empty one leaves that setting
 * as it is configured for the client, or else for all clients.
 *
 * @since 0.1
 */
@Target({ElementType.METHOD, ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
public @interface RetryOnStatus {

    /**
     * Name of the client under {@code recourse.retry.clients}; alias of {@link #client()}.
     *
     * @return the name; empty for a method whose bean is its client
     */
    @AliasFor("client")
    String value() default "";

    /**
     * Name of the client under {@code recourse.retry.clients}; alias of {@link #value()}.
     *
     * @return the name; empty for a method whose bean is its client
     */
    @AliasFor("value")
    String client() default "";

    /**
     * Delays for this method, each as {@code condition: rule}: {@code "429: retry_interval, 60s"}.
     *
     * @return the delays; none leaves those that are configured
     */
    String[] delays() default {};

    /**
     * Calls after the first, zero or more.
     *
     * @return a number; 3 unless configured
     */
    String maxRetries() default "";

    /**
     * Longest single delay for which the caller is held: {@code 2m}, {@code PT2M}; a bare number is seconds.
     *
     * @return a duration; 2m unless configured
     */
    String maxWait() default "";

    /**
     * Time for all calls and waits together, in the same form.
     *
     * @return a duration; 10m unless configured
     */
    String timeout() default "";

    /**
     * When to raise a {@link RetryLaterException}: {@code never}, {@code beyond-max-wait} or {@code always}.
     *
     * @return one of these; never unless configured
     */
    String handOff() default "";

    /**
     * Whether a call that is handed off is stored, and made again by any node: {@code true}, {@code false}, or
     * {@code outbox}, which stores each call before its first attempt. The method must return nothing, and its arguments
     * must come back from JSON as they were.
     *
     * @return one of these; false unless configured
     */
    String durable() default "";

    /**
     * Names under which calls of the method are stored, of which the first is written and all are read. So stored calls
     * survive that the method is renamed: add the new name before the old ones. Without any, it is class, method and types
     * of the parameters: {@code com.acme.Orders.submit(com.acme.Order)}.
     *
     * @return the names
     */
    String[] storedAs() default {};

    /**
     * Whether a request may be sent again that the server may have processed: {@code true}, {@code false} or
     * {@code auto}, which is true unless a POST or PATCH was sent (RFC 9110 section 9.2.2).
     *
     * @return one of these; auto unless configured
     */
    String idempotent() default "";

    /**
     * SpEL expression over the arguments, such as {@code #tenant}: each value has a cooldown and a budget of its own, as
     * each tenant, token or region has a quota of its own. At most 10,000 values of a client are kept at a time, the least
     * used are forgotten first; null stands for the client as a whole.
     *
     * @return the expression; empty for one quota of the whole client
     */
    String scope() default "";
}
