package dev.recourse.retry.settings;

import dev.recourse.configuration.InvalidConfigurationException;
import dev.recourse.configuration.Problem;
import java.util.List;

/** Says which setting cannot be used, why, and what would be right. */
public final class InvalidSettingException extends InvalidConfigurationException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param setting the full name of a property, or what else names the place
     * @param value as configured
     * @param problem the rule that it breaks, a sentence
     * @param remedy what to do, an imperative sentence
     */
    public InvalidSettingException(String setting, String value, String problem, String remedy) {
        super(List.of(new Problem(setting, value, null, problem.replaceFirst("\\.$", ""), remedy)), null);
    }
}
