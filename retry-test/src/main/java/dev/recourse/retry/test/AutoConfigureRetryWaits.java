package dev.recourse.retry.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;

/**
 * Lets a test's retried calls wait without taking time, and {@link RetryWaits} tell of it.
 *
 * <p>It goes with {@code @SpringBootTest} and with a slice such as {@code @RestClientTest}, to which it adds retries.
 *
 * @since 0.1
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration
public @interface AutoConfigureRetryWaits {}
