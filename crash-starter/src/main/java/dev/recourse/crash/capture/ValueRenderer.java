package dev.recourse.crash.capture;

import dev.recourse.crash.Sensitive;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Turns a value into a short text, whatever the value does to prevent it. */
public final class ValueRenderer {

    private final Limits limits;

    private final Redactor redactor;

    private final Calls calls;

    public ValueRenderer(Limits limits, Redactor redactor) {
        this(limits, redactor, SafeCalls::limited);
    }

    private ValueRenderer(Limits limits, Redactor redactor, Calls calls) {
        this.limits = limits;
        this.redactor = redactor;
        this.calls = calls;
    }

    /** Returns a renderer that calls methods of values where it is called itself: for one who has a time limit around it. */
    ValueRenderer withoutTimeLimit() {
        return new ValueRenderer(limits, redactor, SafeCalls::direct);
    }

    /** Returns the text of a value of this name; never throws. */
    public String render(String name, @Nullable Object value) {
        return redactor.isSecret(name) ? Redactor.REDACTED : render(value);
    }

    /** Returns the text of a value; never throws. */
    public String render(@Nullable Object value) {
        StringBuilder text = new StringBuilder();
        try {
            new Rendering(text).value(value, 0);
        } catch (Throwable ex) {
            text.append('<').append(ex.getClass().getName()).append('>');
        }
        return cut(text);
    }

    /** Returns a redacted text, cut to the length that a value may have. */
    public String text(String text) {
        return cut(redactor.text(text));
    }

    private String cut(CharSequence text) {
        return text.length() <= limits.maxLength() ? text.toString() : text.subSequence(0, limits.maxLength()) + "...";
    }

    /** Calls a method of a value; returns its result, or a {@link SafeCalls.Failed}. */
    private interface Calls {

        @Nullable
        Object call(Callable<? extends @Nullable Object> call);
    }

    /** Renders one value with what is in it. */
    private final class Rendering {

        private final StringBuilder out;

        private final Set<Object> path = Collections.newSetFromMap(new IdentityHashMap<>());

        Rendering(StringBuilder out) {
            this.out = out;
        }

        void value(@Nullable Object value, int depth) {
            if (value == null || KnownTypes.hasPlainText(value)) {
                out.append(redactor.text(KnownTypes.plainText(value)));
            } else if (value.getClass().isAnnotationPresent(Sensitive.class)) {
                out.append(Redactor.REDACTED);
            } else if (KnownTypes.isLazy(value)) {
                out.append("<not read ").append(identity(value)).append('>');
            } else if (isContainer(value)) {
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
            } else if (value instanceof Optional<?> optional) {
                items(optional.map(List::<Object>of).orElseGet(List::of), "Optional[", depth);
            } else if (value instanceof Collection<?> collection) {
                items(copy(collection, () -> first(collection)), "[", depth);
            } else if (value instanceof char[] characters) {
                out.append("char[").append(characters.length).append(']');
            } else {
                array(value, depth);
            }
        }

        private void array(Object array, int depth) {
            List<@Nullable Object> items = new ArrayList<>();
            for (int i = 0; i < Math.min(Array.getLength(array), limits.maxItems() + 1); i++) {
                items.add(Array.get(array, i));
            }
            items(items, "[", depth);
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
            List<Object[]> entries = copy(map, () -> entries(map));
            if (entries == null) {
                return;
            }
            out.append('{');
            int count = 0;
            for (Object[] entry : entries) {
                if (separatorOrEnd(count++)) {
                    break;
                }
                named(render(entry[0]), entry[1], depth);
            }
            out.append('}');
        }

        private void components(Record candidate, int depth) {
            RecordComponent[] components = candidate.getClass().getRecordComponents();
            out.append(candidate.getClass().getSimpleName()).append('[');
            int count = 0;
            for (RecordComponent component : components) {
                if (separatorOrEnd(count++)) {
                    break;
                }
                if (SensitiveComponents.contains(component)) {
                    out.append(component.getName()).append('=').append(Redactor.REDACTED);
                } else {
                    Object value = calls.call(() -> SafeCalls.read(component, candidate));
                    named(component.getName(), value, depth);
                }
            }
            out.append(']');
        }

        private void named(String name, @Nullable Object value, int depth) {
            out.append(name).append('=');
            if (redactor.isSecret(name)) {
                out.append(Redactor.REDACTED);
            } else if (value instanceof SafeCalls.Failed failed) {
                out.append(failed.text());
            } else {
                value(value, depth);
            }
        }

        private void other(Object value) {
            if (!KnownTypes.declaresToString(value) || SensitiveFields.areIn(value.getClass())) {
                out.append(identity(value));
                return;
            }
            Object text = calls.call(value::toString);
            if (text instanceof SafeCalls.Failed failed) {
                out.append(identity(value)).append(failed.text());
            } else {
                out.append(redactor.text(String.valueOf(text)));
            }
        }

        /** Returns a copy of the first items, or null after having said why there is none. */
        @SuppressWarnings("unchecked")
        private <T> @Nullable List<T> copy(Object container, Callable<List<T>> copying) {
            Object copy = KnownTypes.isTrusted(container) ? SafeCalls.direct(copying) : calls.call(copying);
            if (copy instanceof SafeCalls.Failed failed) {
                out.append(identity(container)).append(failed.text());
                return null;
            }
            return (List<T>) copy;
        }

        private List<@Nullable Object> first(Collection<?> collection) {
            List<@Nullable Object> items = new ArrayList<>();
            Iterator<?> iterator = collection.iterator();
            while (items.size() <= limits.maxItems() && iterator.hasNext()) {
                items.add(iterator.next());
            }
            return items;
        }

        private List<Object[]> entries(Map<?, ?> map) {
            List<Object[]> entries = new ArrayList<>();
            Iterator<? extends Map.Entry<?, ?>> iterator = map.entrySet().iterator();
            while (entries.size() <= limits.maxItems() && iterator.hasNext()) {
                Map.Entry<?, ?> entry = iterator.next();
                entries.add(new Object[] {entry.getKey(), entry.getValue()});
            }
            return entries;
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
    }

    private static boolean isContainer(Object value) {
        return value instanceof Map
                || value instanceof Collection
                || value instanceof Record
                || value instanceof Optional
                || value.getClass().isArray();
    }

    private static String identity(Object value) {
        return value.getClass().getTypeName() + '@' + Integer.toHexString(System.identityHashCode(value));
    }
}
