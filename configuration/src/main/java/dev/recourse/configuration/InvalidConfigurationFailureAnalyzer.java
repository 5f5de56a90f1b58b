package dev.recourse.configuration;

import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/** Shows a person what is wrong below {@code recourse}, and what would be right. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class InvalidConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<InvalidConfigurationException> {

    private final @Nullable Environment environment;

    /** @param environment has the properties as they were typed; null before there is a context */
    InvalidConfigurationFailureAnalyzer(@Nullable Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidConfigurationException cause) {
        return analysis(cause);
    }

    FailureAnalysis analysis(InvalidConfigurationException failure) {
        String description = failure.problems().stream()
                .map(this::asTyped)
                .map(InvalidConfigurationFailureAnalyzer::describe)
                .collect(Collectors.joining("%n%n".formatted()));
        String action = failure.problems().stream()
                .map(Problem::remedy)
                .distinct()
                .collect(Collectors.joining("%n".formatted()));
        return new FailureAnalysis("Invalid configuration:%n%n".formatted() + description, action, failure);
    }

    /** Whoever checks a value that is converted knows neither its line nor how it was typed. */
    private Problem asTyped(Problem problem) {
        if (problem.origin() != null) {
            return problem;
        }
        ConfigurationProperty property = TypedProperties.find(problem.setting(), environment);
        return new Problem(
                problem.setting(),
                property == null ? problem.value() : String.valueOf(property.getValue()),
                property == null ? TypedProperties.originNear(problem.setting(), environment) : property.getOrigin(),
                problem.reason(),
                problem.remedy());
    }

    private static String describe(Problem problem) {
        return "    Setting: " + problem.setting()
                + (problem.value() == null ? "" : "%n    Value: ".formatted() + problem.value())
                + (problem.origin() == null ? "" : "%n    Origin: ".formatted() + problem.origin())
                + "%n    Reason: ".formatted()
                + problem.reason();
    }
}
