package dev.recourse.crash;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.aot.hint.annotation.Reflective;

/**
 * Marks a bean's method, of any visibility and without parameters, whose value is a section of every report.
 *
 * <p>A map or a record gives a section with its names; any other value a section with the one name {@code value}.
 *
 * @since 0.1
 */
@Documented
@Reflective
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface CrashContext {

    /** {@return the section's name} */
    String value();
}
