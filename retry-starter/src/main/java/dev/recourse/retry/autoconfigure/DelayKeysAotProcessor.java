package dev.recourse.retry.autoconfigure;

import dev.recourse.retry.settings.ConditionHints;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/**
 * Registers for a native image the exceptions that keys of {@code delays} name.
 *
 * <p>It looks at the keys alone: their values may not be complete before the application runs.
 */
final class DelayKeysAotProcessor implements BeanFactoryInitializationAotProcessor {

    private static final ConfigurationPropertyName DELAYS = ConfigurationPropertyName.of("recourse.retry.delays");

    private static final ConfigurationPropertyName CLIENTS = ConfigurationPropertyName.of("recourse.retry.clients");

    @Override
    public @Nullable BeanFactoryInitializationAotContribution processAheadOfTime(
            ConfigurableListableBeanFactory beanFactory) {
        Environment environment =
                beanFactory.getBean(ConfigurableApplicationContext.ENVIRONMENT_BEAN_NAME, Environment.class);
        Set<String> conditions = conditions(ConfigurationPropertySources.get(environment));
        return (context, code) -> {
            ReflectionHints hints = context.getRuntimeHints().reflection();
            conditions.forEach(
                    condition -> ConditionHints.register(condition, beanFactory.getBeanClassLoader(), hints));
        };
    }

    private static Set<String> conditions(Iterable<ConfigurationPropertySource> sources) {
        Set<String> conditions = new HashSet<>();
        for (ConfigurationPropertySource source : sources) {
            if (source instanceof IterableConfigurationPropertySource keys) {
                keys.forEach(key -> conditions.add(condition(key)));
            }
        }
        return conditions;
    }

    /** Returns what follows {@code delays}: without brackets, a class name is several elements. */
    private static String condition(ConfigurationPropertyName key) {
        int prefix = key.getNumberOfElements();
        if (DELAYS.isAncestorOf(key)) {
            prefix = DELAYS.getNumberOfElements();
        } else if (CLIENTS.isAncestorOf(key)) {
            prefix = CLIENTS.getNumberOfElements() + 2;
        }
        return IntStream.range(prefix, key.getNumberOfElements())
                .mapToObj(i -> key.getElement(i, Form.ORIGINAL))
                .collect(Collectors.joining("."));
    }
}
