package dev.recourse.configuration;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.convert.DurationUnit;

/**
 * Lets the keys below {@code recourse} have durations of the form of {@link DurationFormat}, which Boot's is a part of, and
 * whole numbers only where such are meant.
 */
public final class DurationBinding implements ConfigurationPropertiesBindHandlerAdvisor {

    private static final ConfigurationPropertyName OURS = ConfigurationPropertyName.of("recourse");

    @Override
    public BindHandler apply(BindHandler handler) {
        return new Handler(handler);
    }

    /** Reads what Boot could not. */
    private static final class Handler extends AbstractBindHandler {

        Handler(BindHandler parent) {
            super(parent);
        }

        @Override
        public @Nullable Object onFailure(
                ConfigurationPropertyName name, Bindable<?> target, BindContext context, Exception error)
                throws Exception {
            ConfigurationProperty property = context.getConfigurationProperty();
            if (property != null
                    && (property.getValue() instanceof String || property.getValue() instanceof Number)
                    && target.getType().resolve(Object.class) == Duration.class
                    && OURS.isAncestorOf(name)) {
                try {
                    return DurationFormat.parse(text(property.getValue()), unit(target));
                } catch (IllegalArgumentException ex) {
                    error.addSuppressed(ex);
                }
            }
            return super.onFailure(name, target, context, error);
        }

        /** Boot cuts off the fraction of a number that YAML has read as one. */
        @Override
        public @Nullable Object onSuccess(
                ConfigurationPropertyName name, Bindable<?> target, BindContext context, Object result) {
            ConfigurationProperty property = context.getConfigurationProperty();
            if (result instanceof Integer
                    && property != null
                    && property.getValue() instanceof Double number
                    && number % 1 != 0
                    && OURS.isAncestorOf(name)) {
                throw new IllegalArgumentException(number + " is no whole number");
            }
            return super.onSuccess(name, target, context, result);
        }

        /** YAML has read a number without a unit as one. */
        private static String text(Object value) {
            return value instanceof Double number ? BigDecimal.valueOf(number).toPlainString() : value.toString();
        }

        private static ChronoUnit unit(Bindable<?> target) {
            DurationUnit unit = target.getAnnotation(DurationUnit.class);
            return unit == null ? ChronoUnit.SECONDS : unit.value();
        }
    }
}
