package dev.recourse.configuration;

import java.util.stream.Collectors;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Shows a person what is wrong below {@code recourse}, and what would be right. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class InvalidConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<InvalidConfigurationException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidConfigurationException cause) {
        return analysis(cause);
    }

    static FailureAnalysis analysis(InvalidConfigurationException failure) {
        String description = failure.problems().stream()
                .map(InvalidConfigurationFailureAnalyzer::describe)
                .collect(Collectors.joining("%n%n".formatted()));
        String action = failure.problems().stream()
                .map(Problem::remedy)
                .distinct()
                .collect(Collectors.joining("%n".formatted()));
        return new FailureAnalysis("Invalid configuration:%n%n".formatted() + description, action, failure);
    }

    private static String describe(Problem problem) {
        return "    Setting: " + problem.setting()
                + (problem.value() == null ? "" : "%n    Value: ".formatted() + problem.value())
                + (problem.origin() == null ? "" : "%n    Origin: ".formatted() + problem.origin())
                + "%n    Reason: ".formatted()
                + problem.reason();
    }
}
