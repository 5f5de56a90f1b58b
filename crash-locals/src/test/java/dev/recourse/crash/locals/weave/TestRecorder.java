package dev.recourse.crash.locals.weave;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What woven code in tests hands its variables to. */
public final class TestRecorder {

    static final List<Recorded> RECORDED = new ArrayList<>();

    /** Thrown instead of recording, if there is one. */
    static Supplier<Throwable> failure;

    /** Whether nothing is to be recorded, for a handler that asks first. */
    static boolean passing;

    private TestRecorder() {}

    static void reset() {
        RECORDED.clear();
        failure = null;
        passing = false;
    }

    record Recorded(Throwable thrown, String method, Map<String, Object> locals, String lines) {

        /** Returns the variables, with {@code ?} in place of an object that a test cannot name. */
        Map<String, Object> readable() {
            Map<String, Object> readable = new LinkedHashMap<>(locals);
            readable.replaceAll((name, value) ->
                    value == null || value.getClass().getClassLoader() == null || value instanceof Throwable
                            ? value
                            : "?");
            return readable;
        }
    }

    public static boolean passes(String place, Throwable thrown) {
        return passing;
    }

    public static Throwable record(String place, Throwable thrown) throws Throwable {
        return note(place, thrown);
    }

    public static Throwable record(String place, Throwable thrown, Object a) throws Throwable {
        return note(place, thrown, new Object[] {a});
    }

    public static Throwable record(String place, Throwable thrown, Object a, Object b) throws Throwable {
        return note(place, thrown, a, b);
    }

    public static Throwable record(String place, Throwable thrown, Object a, Object b, Object c) throws Throwable {
        return note(place, thrown, a, b, c);
    }

    public static Throwable record(String place, Throwable thrown, Object a, Object b, Object c, Object d)
            throws Throwable {
        return note(place, thrown, a, b, c, d);
    }

    public static Throwable record(String place, Throwable thrown, Object a, Object b, Object c, Object d, Object e)
            throws Throwable {
        return note(place, thrown, a, b, c, d, e);
    }

    public static Throwable record(
            String place, Throwable thrown, Object a, Object b, Object c, Object d, Object e, Object f)
            throws Throwable {
        return note(place, thrown, a, b, c, d, e, f);
    }

    public static Throwable record(
            String place, Throwable thrown, Object a, Object b, Object c, Object d, Object e, Object f, Object g)
            throws Throwable {
        return note(place, thrown, a, b, c, d, e, f, g);
    }

    public static Throwable record(
            String place,
            Throwable thrown,
            Object a,
            Object b,
            Object c,
            Object d,
            Object e,
            Object f,
            Object g,
            Object h)
            throws Throwable {
        return note(place, thrown, a, b, c, d, e, f, g, h);
    }

    public static Throwable record(String place, Throwable thrown, Object[] values) throws Throwable {
        return note(place, thrown, values);
    }

    private static Throwable note(String place, Throwable thrown, Object... values) throws Throwable {
        if (failure != null) {
            throw failure.get();
        }
        String[] parts = place.split("/", 6);
        Map<String, Object> locals = new LinkedHashMap<>();
        int next = 0;
        for (String marked : parts[5].isEmpty() ? new String[0] : parts[5].split(";")) {
            String variable = marked.startsWith(".") ? marked.substring(1) : marked;
            locals.put(variable, variable.startsWith("[") ? "***" : values[next++]);
        }
        if (!locals.isEmpty()) {
            RECORDED.add(new Recorded(thrown, parts[1], locals, parts[2]));
        }
        return thrown;
    }
}
