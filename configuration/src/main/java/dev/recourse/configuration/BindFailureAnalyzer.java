package dev.recourse.configuration;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/** Says in the words of the other analyzer what Boot's binder could not bind below {@code recourse}. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class BindFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

    private static final ConfigurationPropertyName OURS = ConfigurationPropertyName.of("recourse");

    private final @Nullable Environment environment;

    BindFailureAnalyzer(@Nullable Environment environment) {
        this.environment = environment;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
        if (!OURS.isAncestorOf(cause.getName())) {
            return null;
        }
        Problem problem = BindProblem.of(cause, environment);
        return new InvalidConfigurationFailureAnalyzer(environment)
                .analysis(new InvalidConfigurationException(List.of(problem), rootFailure));
    }
}
