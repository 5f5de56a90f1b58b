package dev.recourse.retry.autoconfigure;

import dev.recourse.retry.durable.CallStore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;

/** Finds out what is to be added before a call can be stored. */
final class MissingForStore implements Supplier<@Nullable String> {

    private final ConfigurableListableBeanFactory beans;

    MissingForStore(ConfigurableListableBeanFactory beans) {
        this.beans = beans;
    }

    @Override
    public @Nullable String get() {
        if (!isPresent("tools.jackson.databind.json.JsonMapper")) {
            return "tools.jackson.core:jackson-databind";
        }
        if (beans.getBeanNamesForType(CallStore.class, true, false).length > 0) {
            return null;
        }
        return isPresent("com.github.kagkarlsson.scheduler.boot.config.DbSchedulerProperties")
                ? "a DataSource, such as with spring.datasource.url"
                : "com.github.kagkarlsson:db-scheduler-spring-boot-4-starter";
    }

    private boolean isPresent(String type) {
        return ClassUtils.isPresent(type, beans.getBeanClassLoader());
    }
}
