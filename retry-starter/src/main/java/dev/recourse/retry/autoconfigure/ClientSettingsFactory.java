package dev.recourse.retry.autoconfigure;

import dev.recourse.retry.failure.FailureReader;
import dev.recourse.retry.settings.ClientSettings;
import dev.recourse.retry.settings.FutileRules;
import dev.recourse.retry.settings.InvalidSettingException;
import dev.recourse.retry.settings.SettingLevel;
import dev.recourse.retry.settings.SettingOverrides;
import dev.recourse.retry.settings.Settings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;

/** Turns keys into checked settings. */
final class ClientSettingsFactory {

    private static final String PREFIX = "recourse.retry.";

    private final RetryProperties properties;
    private final @Nullable ClassLoader classLoader;
    private final Binder binder;
    private final FailureReader reader;

    /**
     * Creates the factory.
     *
     * @param classLoader finds the classes that conditions name
     * @param binder knows the keys that are configured
     * @param reader finds what a failure reports
     */
    ClientSettingsFactory(
            RetryProperties properties, @Nullable ClassLoader classLoader, Binder binder, FailureReader reader) {
        this.properties = properties;
        this.classLoader = classLoader;
        this.binder = binder;
        this.reader = reader;
    }

    ClientSettings create() {
        SettingLevel level = new SettingLevel(this::originOfKeyForAll, PREFIX::concat, classLoader);
        Settings common =
                Settings.NONE.with(reader).with(leastFirst(properties.overrides()), Settings.NO_CLIENT, level);
        FutileRules.warn(common, level, Settings.Origin.GLOBAL);
        Map<String, Settings> named = new HashMap<>();
        properties.clients().forEach((name, client) -> named.put(name, create(name, client, common)));
        return new ClientSettings(common, named);
    }

    /** A value that is there may be that of the file, or the default of the key. Rules have no defaults here. */
    private Settings.Origin originOfKeyForAll(String key) {
        return key.startsWith("delays.")
                        || key.startsWith("conditions.")
                        || binder.bind(PREFIX + key, Bindable.of(Object.class)).isBound()
                ? Settings.Origin.GLOBAL
                : Settings.Origin.DEFAULT;
    }

    private Settings create(String name, SettingOverrides client, Settings common) {
        if (name.equals(Settings.NO_CLIENT)) {
            throw new InvalidSettingException(
                    PREFIX + "clients." + name,
                    name,
                    "calls that name no client are known by this name",
                    "Move its keys up to 'recourse.retry', which is for all clients, or choose another name.");
        }
        SettingLevel level = new SettingLevel(
                key -> Settings.Origin.CLIENT, key -> PREFIX + "clients." + name + "." + key, classLoader);
        Settings settings = common.with(leastFirst(client), name, level);
        FutileRules.warn(settings, level, Settings.Origin.CLIENT);
        return settings;
    }

    /**
     * The same condition may be there in several spellings, one of them from an environment variable. The sources of
     * properties come in the order of their precedence, so the first spelling is put last, where it wins.
     */
    private static SettingOverrides leastFirst(SettingOverrides overrides) {
        List<Map.Entry<String, String>> entries =
                new ArrayList<>(overrides.delays().entrySet());
        Collections.reverse(entries);
        Map<String, String> delays = new LinkedHashMap<>();
        entries.forEach(entry -> delays.put(entry.getKey(), entry.getValue()));
        return overrides.withDelays(delays);
    }
}
