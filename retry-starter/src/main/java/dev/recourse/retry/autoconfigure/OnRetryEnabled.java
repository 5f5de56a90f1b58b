package dev.recourse.retry.autoconfigure;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches unless {@code recourse.retry.enabled} is false. A value that is mistyped must stop the start, not the retries. */
final class OnRetryEnabled implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        try {
            return context.getEnvironment().getProperty(RetryProperties.PREFIX + ".enabled", Boolean.class, true);
        } catch (ConversionException | IllegalArgumentException ex) {
            return true;
        }
    }
}
