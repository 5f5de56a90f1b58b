package dev.recourse.retry.autoconfigure;

import dev.recourse.retry.settings.InvalidSettingException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.Environment;

/** Says which setting stopped the start, where it stands, and what would be right. */
final class InvalidSettingFailureAnalyzer extends AbstractFailureAnalyzer<InvalidSettingException> {

    private final Environment environment;

    InvalidSettingFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidSettingException cause) {
        ConfigurationProperty property = property(cause.setting());
        Origin origin = property == null ? null : property.getOrigin();
        String description = "Invalid retry setting:%n%n    Setting: %s%n    Value: %s%n%s    Reason: %s"
                .formatted(
                        cause.setting(),
                        // As it was typed, rather than as it was converted.
                        property == null ? cause.value() : property.getValue(),
                        origin == null ? "" : "    Origin: %s%n".formatted(origin),
                        cause.problem());
        return new FailureAnalysis(description, cause.remedy(), cause);
    }

    /** Names are compared letter by letter, since the same key may stand with and without brackets and dashes. */
    private @Nullable ConfigurationProperty property(String setting) {
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource keys) {
                for (ConfigurationPropertyName name : keys) {
                    ConfigurationProperty property = letters(name.toString()).equals(letters(setting))
                            ? source.getConfigurationProperty(name)
                            : null;
                    if (property != null) {
                        return property;
                    }
                }
            }
        }
        return null;
    }

    private static String letters(String name) {
        return name.replaceAll("[^\\p{L}\\p{N}]", "").toLowerCase(Locale.ROOT);
    }
}
