package dev.recourse.configuration;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

/** Reads out of the binder's exception what a person needs to know. */
final class BindProblem {

    private static final Set<String> OFF = Set.of("off", "no", "false", "none", "never");

    private BindProblem() {}

    /** Returns the problem that kept a key from being bound. */
    static Problem of(BindException failure, @Nullable Environment environment) {
        InvalidValueException rule = cause(failure, InvalidValueException.class);
        if (rule != null) {
            ConfigurationProperty item = TypedProperties.find(rule.key(), environment);
            String list = rule.key().replaceFirst("\\[[0-9]+]$", "");
            return item != null
                    ? problem(rule.key(), item, rule.rule(), rule.remedy())
                    : problem(list, TypedProperties.find(list, environment), rule.rule(), rule.remedy());
        }
        String name = failure.getName().toString();
        ConfigurationProperty property =
                failure.getProperty() == null ? TypedProperties.find(name, environment) : failure.getProperty();
        if (property != null && String.valueOf(property.getValue()).contains("${")) {
            return problem(
                    name,
                    property,
                    "a placeholder in it has no value",
                    "Define the placeholder, or give it a default as in ${name:default}.");
        }
        Class<?> type = failure.getTarget().getType().resolve(Object.class);
        return problem(
                name,
                property,
                "must be " + form(type) + slip(property, type),
                remedy(name, property, failure.getTarget()));
    }

    private static Problem problem(
            String name, @Nullable ConfigurationProperty property, String reason, String remedy) {
        return new Problem(
                name,
                property == null ? null : String.valueOf(property.getValue()),
                property == null ? null : property.getOrigin(),
                reason,
                remedy);
    }

    private static String slip(@Nullable ConfigurationProperty property, Class<?> type) {
        String typed = property == null ? "" : String.valueOf(property.getValue());
        if (typed.contains(" #")) {
            return ": a comment stands on a line of its own in a properties file";
        }
        String slip = type == Duration.class ? DurationFormat.slip(typed) : null;
        return slip == null ? "" : ": " + slip;
    }

    private static String form(Class<?> type) {
        if (type.isEnum()) {
            return "one of " + String.join(", ", constants(type));
        }
        if (type == Duration.class) {
            return "a duration";
        }
        if (type == DataSize.class) {
            return "a size";
        }
        if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        }
        if (type == Double.class || type == double.class) {
            return "a number";
        }
        if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
            return "a whole number";
        }
        boolean group = type.isRecord() || Map.class.isAssignableFrom(type);
        return group ? "a group of keys, not one value" : "a value of another form";
    }

    private static String remedy(String name, @Nullable ConfigurationProperty property, Bindable<?> target) {
        Class<?> type = target.getType().resolve(Object.class);
        String key = name.substring(name.lastIndexOf('.') + 1);
        if (type.isEnum()) {
            String typed = property == null ? "" : String.valueOf(property.getValue());
            return off(typed, constants(type))
                    .or(() -> Words.nearest(typed, constants(type)))
                    .map(near -> "Did you mean " + near + "?")
                    .orElse("Write one of them.");
        }
        if (type == Duration.class) {
            DurationUnit unit = target.getAnnotation(DurationUnit.class);
            boolean days = unit != null && unit.value() == ChronoUnit.DAYS;
            return "Write " + key + (days ? " as in 30d, 12h or P30D." : " as in 30s, 500ms, 1m30s or PT30S.");
        }
        if (type == DataSize.class) {
            return "Write " + key + " as in 64KB or 1MB.";
        }
        if (type == Double.class || type == double.class) {
            return "Write " + key + " as in 0.5.";
        }
        if (type.isRecord() || Map.class.isAssignableFrom(type)) {
            return "Write each key of " + key
                    + " on a line of its own below it, as in 'key: value', with a blank behind the colon.";
        }
        if (type == Boolean.class || type == boolean.class) {
            return "Write true or false.";
        }
        boolean number = Number.class.isAssignableFrom(type) || type.isPrimitive();
        return number ? "Write " + key + " as in 3." : "Write " + key + " in the form that its documentation shows.";
    }

    /** YAML makes false of {@code off} and {@code no}. */
    private static Optional<String> off(String typed, Collection<String> constants) {
        return OFF.contains(typed.toLowerCase(Locale.ROOT))
                ? constants.stream().filter(OFF::contains).findFirst()
                : Optional.empty();
    }

    private static Collection<String> constants(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant ->
                        ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .collect(Collectors.toList());
    }

    private static <T extends Throwable> @Nullable T cause(Throwable failure, Class<T> type) {
        for (Throwable next = failure; next != null; next = next.getCause()) {
            if (type.isInstance(next)) {
                return type.cast(next);
            }
        }
        return null;
    }
}
