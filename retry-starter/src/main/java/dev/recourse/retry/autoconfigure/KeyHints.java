package dev.recourse.retry.autoconfigure;

import dev.recourse.retry.settings.KeyValues;
import dev.recourse.retry.settings.SettingOverrides;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** Registers for a native image the records that {@link KeyValues} takes apart and makes. */
final class KeyHints implements RuntimeHintsRegistrar {

    private static final MemberCategory[] RECORD = {
        MemberCategory.INVOKE_DECLARED_CONSTRUCTORS, MemberCategory.INVOKE_DECLARED_METHODS
    };

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        Stream.of(RetryProperties.class, SettingOverrides.class).forEach(keys -> {
            hints.reflection().registerType(keys, RECORD);
            Stream.of(keys.getRecordComponents())
                    .map(component -> component.getType())
                    .filter(Class::isRecord)
                    .forEach(below -> hints.reflection().registerType(below, RECORD));
        });
    }
}
