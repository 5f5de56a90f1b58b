package dev.recourse.crash.context;

import dev.recourse.crash.render.GuardedCalls;
import dev.recourse.crash.render.Redactor;
import dev.recourse.crash.render.SafeTypes;
import dev.recourse.crash.render.SensitiveMarks;
import dev.recourse.crash.render.ThrowableReader;
import dev.recourse.crash.render.ValueRenderer;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Renders what a provider returned as the names and values of a section. */
final class SectionRenderer {

    private static final int MAX_NAMES = 100;

    private static final String NO_TIME = "<not read: no time left>";

    private final ValueRenderer values;

    SectionRenderer(ValueRenderer values) {
        this.values = values;
    }

    /** Returns what a provider returned; of a map its entries, because to walk through it is the provider's business too. */
    static @Nullable Object copy(@Nullable Object content) {
        if (!(content instanceof Map<?, ?> map)
                || SafeTypes.isLazy(content)
                || SensitiveMarks.isMarked(content.getClass())) {
            return content;
        }
        return MapEntries.of(map, MAX_NAMES + 1);
    }

    /**
     * Renders what {@link #copy} returned. Each value that hangs costs its own time; its neighbours are rendered.
     *
     * @param isOver whether the time for all sections is over
     */
    Map<String, String> render(@Nullable Object content, BooleanSupplier isOver) {
        Map<String, String> section = new LinkedHashMap<>();
        if (content instanceof MapEntries entries) {
            for (MapEntries.Entry entry : entries.list()) {
                if (section.size() >= MAX_NAMES) {
                    section.put("...", "more than " + MAX_NAMES + " names");
                    break;
                }
                String name = values.render(entry.name());
                section.put(name, isOver.getAsBoolean() ? NO_TIME : values.render(name, entry.value()));
            }
        } else if (content instanceof Record candidate && !SensitiveMarks.isMarked(candidate.getClass())) {
            for (RecordComponent component : candidate.getClass().getRecordComponents()) {
                section.put(component.getName(), isOver.getAsBoolean() ? NO_TIME : component(component, candidate));
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
        if (SensitiveMarks.isMarked(component)) {
            return Redactor.REDACTED;
        }
        Object value = GuardedCalls.limited(() -> GuardedCalls.read(component, candidate));
        return value instanceof GuardedCalls.Failed failed ? failed.text() : values.render(component.getName(), value);
    }
}
