package dev.recourse.configuration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/** Finds properties as they were typed, rather than as they were converted. */
final class TypedProperties {

    private TypedProperties() {}

    /**
     * Returns the property that sets a key, or null.
     *
     * <p>Names are compared letter by letter, since the same key may stand with and without brackets and dashes.
     */
    static @Nullable ConfigurationProperty find(String key, @Nullable Environment environment) {
        if (!(environment instanceof ConfigurableEnvironment configurable)) {
            return null;
        }
        String letters = Words.uniform(key);
        for (ConfigurationPropertySource source :
                ConfigurationPropertySources.from(configurable.getPropertySources())) {
            if (source instanceof IterableConfigurationPropertySource keys) {
                for (ConfigurationPropertyName name : keys) {
                    ConfigurationProperty property =
                            Words.uniform(name.toString()).equals(letters)
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
}
