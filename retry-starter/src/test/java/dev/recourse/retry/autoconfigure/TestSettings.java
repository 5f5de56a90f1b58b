package dev.recourse.retry.autoconfigure;

import dev.recourse.retry.failure.FailureReader;
import dev.recourse.retry.settings.SettingLevel;
import dev.recourse.retry.settings.Settings;
import dev.recourse.retry.settings.SettingsBuilder;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Settings for tests of what is below the keys. */
public final class TestSettings {

    /** What holds where nothing is configured. */
    public static final Settings DEFAULTS = defaults();

    private TestSettings() {}

    private static Settings defaults() {
        Binder nothing = new Binder(new MapConfigurationPropertySource());
        RetryProperties properties = nothing.bindOrCreate("recourse.retry", RetryProperties.class);
        return new ClientSettingsFactory(properties, null, nothing, FailureReader.DEFAULT)
                .create()
                .common();
    }

    /** Returns what changes the defaults. */
    public static SettingsBuilder builder() {
        return over(DEFAULTS, Settings.Origin.CODE);
    }

    /** Returns what changes other settings. */
    public static SettingsBuilder over(Settings base, Settings.Origin origin) {
        return new SettingsBuilder(
                base, new SettingLevel(key -> origin, key -> key, TestSettings.class.getClassLoader()));
    }
}
