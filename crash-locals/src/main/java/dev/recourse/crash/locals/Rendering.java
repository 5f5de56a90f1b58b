package dev.recourse.crash.locals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Renders the variables of one frame, one after the other, until nobody waits any more. */
final class Rendering implements Runnable {

    private static final String REDACTED = "***";

    private static final String MISSING = "<not read>";

    private final List<Variable> variables;

    private final @Nullable Object[] values;

    private final LocalsRenderer renderer;

    private final int count;

    private final AtomicReferenceArray<@Nullable String> texts;

    private volatile boolean over;

    Rendering(List<Variable> variables, @Nullable Object[] values, LocalsRenderer renderer) {
        this.variables = variables;
        this.values = values;
        this.renderer = renderer;
        this.count = Math.min(variables.size(), renderer.maxVariables());
        this.texts = new AtomicReferenceArray<>(count);
    }

    @Override
    public void run() {
        int value = 0;
        for (int i = 0; i < count && !over; i++) {
            Variable variable = variables.get(i);
            String text = variable.sensitive() ? REDACTED : text(variable.name(), values[value++]);
            if (!over) {
                texts.set(i, text);
            }
        }
    }

    /** Ends it where it is: what comes now was interrupted. */
    void end() {
        over = true;
    }

    /** Returns what there is. */
    Map<String, String> locals() {
        Map<String, String> locals = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String text = texts.get(i);
            locals.put(variables.get(i).name(), text == null ? MISSING : text);
        }
        if (count < variables.size()) {
            locals.put("...", variables.size() - count + " more");
        }
        return locals;
    }

    private String text(String name, @Nullable Object value) {
        if (name.equals("this") && value != null) {
            return value.getClass().getTypeName();
        }
        try {
            return renderer.render(name, value);
        } catch (Throwable ex) {
            return "<" + ex.getClass().getName() + ">";
        }
    }
}
