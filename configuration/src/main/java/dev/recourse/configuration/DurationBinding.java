package dev.recourse.configuration;

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

/** Lets the keys below {@code recourse} have durations of the form of {@link DurationFormat}, which Boot's is a part of. */
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
                    && property.getValue() instanceof String text
                    && target.getType().resolve(Object.class) == Duration.class
                    && OURS.isAncestorOf(name)) {
                try {
                    return DurationFormat.parse(text, unit(target));
                } catch (IllegalArgumentException ex) {
                    error.addSuppressed(ex);
                }
            }
            return super.onFailure(name, target, context, error);
        }

        private static ChronoUnit unit(Bindable<?> target) {
            DurationUnit unit = target.getAnnotation(DurationUnit.class);
            return unit == null ? ChronoUnit.SECONDS : unit.value();
        }
    }
}
