package dev.recourse.configuration;

import java.util.List;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;

/** Binds a properties record before there is an application context. */
public final class SettingsBinder {

    private SettingsBinder() {}

    /**
     * Returns the record, with its defaults where no key is set.
     *
     * @throws InvalidConfigurationException naming what is wrong
     */
    public static <T extends Record> T bind(
            ConfigurableEnvironment environment, String prefix, Class<T> type, KeyCheck.Hint hint) {
        KeyCheck.check(environment, prefix, type, hint);
        try {
            return Binder.get(environment, new DurationBinding().apply(BindHandler.DEFAULT))
                    .bindOrCreate(prefix, Bindable.of(type));
        } catch (BindException ex) {
            throw new InvalidConfigurationException(List.of(BindProblem.of(ex, environment)), ex);
        }
    }
}
