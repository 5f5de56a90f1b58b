package dev.recourse.crash.render;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Renders one value with what is in it. */
final class Rendering {

    private final ValueRenderer renderer;

    private final RenderLimits limits;

    private final Redactor redactor;

    private final ValueRenderer.Calls calls;

    private final StringBuilder out;

    private final Set<Object> path = Collections.newSetFromMap(new IdentityHashMap<>());

    Rendering(
            ValueRenderer renderer,
            RenderLimits limits,
            Redactor redactor,
            ValueRenderer.Calls calls,
            StringBuilder out) {
        this.renderer = renderer;
        this.limits = limits;
        this.redactor = redactor;
        this.calls = calls;
        this.out = out;
    }

    void value(@Nullable Object value, int depth) {
        if (value != null && SensitiveMarks.isMarked(value.getClass())) {
            out.append(Redactor.REDACTED);
        } else if (value == null || SafeTypes.hasPlainText(value)) {
            out.append(redactor.text(SafeTypes.plainText(value)));
        } else if (SafeTypes.isLazy(value)) {
            out.append("<not read ").append(identity(value)).append('>');
        } else if (!renderer.mayRead(value)) {
            out.append("<not read>");
        } else if (ValueRenderer.isContainer(value)) {
            container(value, depth);
        } else {
            other(value);
        }
    }

    private void container(Object value, int depth) {
        if (!path.add(value)) {
            out.append("<cycle ").append(identity(value)).append('>');
            return;
        }
        if (depth >= limits.maxDepth()) {
            out.append(identity(value));
        } else {
            contents(value, depth + 1);
        }
        path.remove(value);
    }

    private void contents(Object value, int depth) {
        if (value instanceof Map<?, ?> map) {
            map(map, depth);
        } else if (value instanceof Record candidate) {
            components(candidate, depth);
        } else if (value instanceof Map.Entry<?, ?> entry) {
            entry(entry, depth);
        } else if (Holders.isHolder(value)) {
            String opening = value.getClass().getSimpleName() + '[';
            items(copy(value, () -> Holders.contents(value, mostItems())), opening, depth);
        } else if (value instanceof Collection<?> collection) {
            items(copy(collection, () -> FirstItems.of(collection, mostItems())), "[", depth);
        } else if (ScalaCollections.isOne(value)) {
            items(copy(value, () -> ScalaCollections.items(value, mostItems())), "[", depth);
        } else if (value instanceof char[] characters) {
            out.append("char[").append(characters.length).append(']');
        } else {
            items(FirstItems.ofArray(value, mostItems()), "[", depth);
        }
    }

    private void items(@Nullable List<?> items, String opening, int depth) {
        if (items == null) {
            return;
        }
        out.append(opening);
        int count = 0;
        boolean secret = false;
        for (Object item : items) {
            if (separatorOrEnd(count++)) {
                break;
            }
            if (secret) {
                out.append(Redactor.REDACTED);
            } else {
                value(item, depth);
            }
            // as in the arguments of a main method
            secret = item instanceof String text && redactor.isSecretOption(text);
        }
        out.append(']');
    }

    private void map(Map<?, ?> map, int depth) {
        List<Object[]> entries = copy(map, () -> FirstItems.of(map, mostItems()));
        if (entries == null) {
            return;
        }
        out.append('{');
        int count = 0;
        for (Object[] entry : entries) {
            if (separatorOrEnd(count++)) {
                break;
            }
            named(renderer.render(entry[0]), entry[1], depth);
        }
        out.append('}');
    }

    private void entry(Map.Entry<?, ?> entry, int depth) {
        List<Object[]> copy = copy(entry, () -> List.<Object[]>of(new Object[] {entry.getKey(), entry.getValue()}));
        if (copy != null) {
            named(renderer.render(copy.get(0)[0]), copy.get(0)[1], depth);
        }
    }

    private void components(Record candidate, int depth) {
        RecordComponent[] components = candidate.getClass().getRecordComponents();
        out.append(candidate.getClass().getSimpleName()).append('[');
        int count = 0;
        for (RecordComponent component : components) {
            if (separatorOrEnd(count++)) {
                break;
            }
            if (SensitiveMarks.isMarked(component)) {
                out.append(component.getName()).append('=').append(Redactor.REDACTED);
            } else {
                Object value = calls.call(() -> GuardedCalls.read(component, candidate));
                named(component.getName(), value, depth);
            }
        }
        out.append(']');
    }

    private void named(String name, @Nullable Object value, int depth) {
        out.append(name).append('=');
        if (redactor.isSecret(name)) {
            out.append(Redactor.REDACTED);
        } else if (value instanceof GuardedCalls.Failed failed) {
            out.append(failed.text());
        } else {
            value(value, depth);
        }
    }

    private void other(Object value) {
        if (!SafeTypes.declaresToString(value) || SensitiveMarks.hasMarkedMember(value.getClass())) {
            out.append(identity(value));
            return;
        }
        Object text = calls.call(value::toString);
        if (text instanceof GuardedCalls.Failed failed) {
            out.append(identity(value)).append(failed.text());
        } else {
            out.append(redactor.text(String.valueOf(text)));
        }
    }

    /** Returns a copy of the first items, or null after having said why there is none. */
    @SuppressWarnings("unchecked")
    private <T> @Nullable List<T> copy(Object container, Callable<List<T>> copying) {
        Object copy = SafeTypes.isTrusted(container) ? GuardedCalls.direct(copying) : calls.call(copying);
        if (copy instanceof GuardedCalls.Failed failed) {
            out.append(identity(container)).append(failed.text());
            return null;
        }
        return (List<T>) copy;
    }

    /** Returns one more than are shown, so that it is known whether there are more. */
    private int mostItems() {
        return limits.maxItems() + 1;
    }

    /** Writes what stands before an item; returns whether there is room for no more. */
    private boolean separatorOrEnd(int count) {
        if (count > 0) {
            out.append(", ");
        }
        if (count < limits.maxItems() && out.length() <= limits.maxLength()) {
            return false;
        }
        out.append("...");
        return true;
    }

    private static String identity(Object value) {
        return value.getClass().getTypeName() + '@' + Integer.toHexString(System.identityHashCode(value));
    }
}
