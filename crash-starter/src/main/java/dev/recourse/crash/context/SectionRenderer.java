package dev.recourse.crash.context;

import dev.recourse.crash.Sensitive;
import dev.recourse.crash.render.GuardedCalls;
import dev.recourse.crash.render.Redactor;
import dev.recourse.crash.render.SafeTypes;
import dev.recourse.crash.render.SensitiveComponents;
import dev.recourse.crash.render.ThrowableReader;
import dev.recourse.crash.render.ValueRenderer;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Renders what a provider returned as the names and values of a section. */
final class SectionRenderer {

    private static final int MAX_NAMES = 100;

    private final ValueRenderer values;

    SectionRenderer(ValueRenderer values) {
        this.values = values;
    }

    Map<String, String> render(@Nullable Object content) {
        Map<String, String> section = new LinkedHashMap<>();
        if (content instanceof Map<?, ?> map && !SafeTypes.isLazy(content)) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                if (section.size() >= MAX_NAMES) {
                    section.put("...", "more than " + MAX_NAMES + " names");
                    break;
                }
                String name = values.render(entry.getKey());
                section.put(name, values.render(name, entry.getValue()));
            }
        } else if (content instanceof Record candidate) {
            for (RecordComponent component : candidate.getClass().getRecordComponents()) {
                section.put(component.getName(), component(component, candidate));
            }
        } else {
            section.put("value", values.render(content));
        }
        return section;
    }

    String failure(Throwable failure) {
        String message = ThrowableReader.message(failure);
        String type = failure.getClass().getName();
        return values.text(message == null ? type : type + ": " + message);
    }

    private String component(RecordComponent component, Record candidate) {
        if (SensitiveComponents.contains(component) || candidate.getClass().isAnnotationPresent(Sensitive.class)) {
            return Redactor.REDACTED;
        }
        Object value = GuardedCalls.limited(() -> GuardedCalls.read(component, candidate));
        return value instanceof GuardedCalls.Failed failed ? failed.text() : values.render(component.getName(), value);
    }
}
