package dev.recourse.configuration;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Stops the start of an application whose configuration is wrong. */
public class InvalidConfigurationException extends IllegalArgumentException {

    private final transient List<Problem> problems;

    /**
     * Creates an exception.
     *
     * @param problems one or more
     */
    public InvalidConfigurationException(List<Problem> problems, @Nullable Throwable cause) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("; ")), cause);
        this.problems = List.copyOf(problems);
    }

    /** Returns what is wrong, in the order in which it was found. */
    public List<Problem> problems() {
        return problems;
    }
}
