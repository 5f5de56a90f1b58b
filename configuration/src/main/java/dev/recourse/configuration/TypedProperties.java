package dev.recourse.configuration;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
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
        String letters = Words.uniform(key);
        return first(environment, name -> Words.uniform(name.toString()).equals(letters));
    }

    /** Returns where the first key below a group of keys stands, or the first one beside a key that is missing; or null. */
    static @Nullable Origin originNear(String key, @Nullable Environment environment) {
        ConfigurationPropertyName name = ConfigurationPropertyName.adapt(key, '.');
        if (name.getNumberOfElements() < 2) {
            return null;
        }
        ConfigurationProperty below = first(environment, name::isAncestorOf);
        ConfigurationProperty near = below != null ? below : first(environment, name.getParent()::isAncestorOf);
        return near == null ? null : near.getOrigin();
    }

    private static @Nullable ConfigurationProperty first(
            @Nullable Environment environment, Predicate<ConfigurationPropertyName> wanted) {
        if (!(environment instanceof ConfigurableEnvironment configurable)) {
            return null;
        }
        for (ConfigurationPropertySource source :
                ConfigurationPropertySources.from(configurable.getPropertySources())) {
            if (source instanceof IterableConfigurationPropertySource keys) {
                for (ConfigurationPropertyName name : keys) {
                    ConfigurationProperty property = wanted.test(name) ? source.getConfigurationProperty(name) : null;
                    if (property != null) {
                        return property;
                    }
                }
            }
        }
        return null;
    }
}
