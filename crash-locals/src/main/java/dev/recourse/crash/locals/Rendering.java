package dev.recourse.crash.locals;

import dev.recourse.crash.locals.weave.ThreadBound;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The texts of the variables of one frame: plain ones at once, the others one after the other on another thread. */
final class Rendering {

    static final String MISSING = "<not read>";

    private static final String REDACTED = "***";

    private final List<Variable> variables;

    private final @Nullable Object[] values;

    private final LocalsRenderer renderer;

    private final int count;

    private final AtomicReferenceArray<@Nullable String> texts;

    /** The variable that is rendered now or next. */
    private volatile int next;

    Rendering(List<Variable> variables, @Nullable Object[] values, LocalsRenderer renderer) {
        this.variables = variables;
        this.values = perVariable(variables, values);
        this.renderer = renderer;
        this.count = Math.min(variables.size(), renderer.maxVariables());
        this.texts = new AtomicReferenceArray<>(count);
    }

    private static @Nullable Object[] perVariable(List<Variable> variables, @Nullable Object[] values) {
        @Nullable Object[] all = new Object[variables.size()];
        int value = 0;
        for (int i = 0; i < all.length; i++) {
            all[i] = variables.get(i).isHandedOver() ? values[value++] : null;
        }
        return all;
    }

    /** Renders what takes no time and no lock, on the thread that throws. */
    void plain() {
        for (int i = 0; i < count; i++) {
            Variable variable = variables.get(i);
            Object value = values[i];
            if (variable.sensitive()) {
                texts.set(i, REDACTED);
            } else if (variable.name().equals("this") && value != null) {
                texts.set(i, value.getClass().getTypeName());
            } else if (isPlain(value)) {
                texts.set(i, text(i));
            }
        }
        skip();
    }

    boolean isDone() {
        return next >= count;
    }

    /** Returns the number of the variable that is rendered now or next; it grows. */
    int next() {
        return next;
    }

    /** Renders one variable and goes on to the next, unless nobody waits for it any more. */
    void render(int variable) {
        Object value = values[variable];
        boolean isRead = value == null || (SlowTypes.mayBeRead(value.getClass()) && !isBoundToThread(value.getClass()));
        String text = isRead ? text(variable) : MISSING;
        synchronized (this) {
            if (next == variable) {
                texts.set(variable, text);
                skip();
            }
        }
    }

    /** Without the library that reads class files, as beside an unpacked module, nobody can tell. */
    static boolean isBoundToThread(Class<?> type) {
        try {
            return ThreadBound.contains(type);
        } catch (LinkageError failure) {
            return false;
        }
    }

    /** Leaves a variable out that takes too long; returns whether it has not been rendered meanwhile. */
    synchronized boolean giveUp(int variable) {
        if (next != variable) {
            return false;
        }
        Object value = values[variable];
        if (value != null) {
            SlowTypes.add(value.getClass());
        }
        texts.set(variable, MISSING);
        skip();
        return true;
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

    private void skip() {
        int first = next;
        while (first < count && texts.get(first) != null) {
            first++;
        }
        next = first;
    }

    private boolean isPlain(@Nullable Object value) {
        try {
            return renderer.isPlain(value);
        } catch (Throwable ex) {
            return false;
        }
    }

    private String text(int variable) {
        try {
            return renderer.render(variables.get(variable).name(), values[variable]);
        } catch (Throwable ex) {
            return "<" + ex.getClass().getName() + ">";
        }
    }
}
