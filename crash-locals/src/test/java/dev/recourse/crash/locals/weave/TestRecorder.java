package dev.recourse.crash.locals.weave;

import dev.recourse.crash.locals.HandedOver;
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

    private TestRecorder() {}

    static void reset() {
        RECORDED.clear();
        failure = null;
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

    public static void record(String place, Throwable thrown, Object a) throws Throwable {
        note(place, thrown, HandedOver.of(place, new long[] {}, new Object[] {a}));
    }

    public static void record(String place, Throwable thrown, Object a, Object b) throws Throwable {
        note(place, thrown, HandedOver.of(place, new long[] {}, a, b));
    }

    public static void record(String place, Throwable thrown, Object a, Object b, Object c, Object d) throws Throwable {
        note(place, thrown, HandedOver.of(place, new long[] {}, a, b, c, d));
    }

    public static void record(
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
        note(place, thrown, HandedOver.of(place, new long[] {}, a, b, c, d, e, f, g, h));
    }

    public static void record(String place, Throwable thrown, long n1, Object a) throws Throwable {
        note(place, thrown, HandedOver.of(place, new long[] {n1}, new Object[] {a}));
    }

    public static void record(String place, Throwable thrown, long n1, Object a, Object b) throws Throwable {
        note(place, thrown, HandedOver.of(place, new long[] {n1}, a, b));
    }

    public static void record(String place, Throwable thrown, long n1, Object a, Object b, Object c, Object d)
            throws Throwable {
        note(place, thrown, HandedOver.of(place, new long[] {n1}, a, b, c, d));
    }

    public static void record(
            String place,
            Throwable thrown,
            long n1,
            Object a,
            Object b,
            Object c,
            Object d,
            Object e,
            Object f,
            Object g,
            Object h)
            throws Throwable {
        note(place, thrown, HandedOver.of(place, new long[] {n1}, a, b, c, d, e, f, g, h));
    }

    public static void record(String place, Throwable thrown, long n1, long n2, Object a) throws Throwable {
        note(place, thrown, HandedOver.of(place, new long[] {n1, n2}, new Object[] {a}));
    }

    public static void record(String place, Throwable thrown, long n1, long n2, Object a, Object b) throws Throwable {
        note(place, thrown, HandedOver.of(place, new long[] {n1, n2}, a, b));
    }

    public static void record(String place, Throwable thrown, long n1, long n2, Object a, Object b, Object c, Object d)
            throws Throwable {
        note(place, thrown, HandedOver.of(place, new long[] {n1, n2}, a, b, c, d));
    }

    public static void record(
            String place,
            Throwable thrown,
            long n1,
            long n2,
            Object a,
            Object b,
            Object c,
            Object d,
            Object e,
            Object f,
            Object g,
            Object h)
            throws Throwable {
        note(place, thrown, HandedOver.of(place, new long[] {n1, n2}, a, b, c, d, e, f, g, h));
    }

    public static void record(String place, Throwable thrown, long n1, long n2, long n3, long n4, Object a)
            throws Throwable {
        note(place, thrown, HandedOver.of(place, new long[] {n1, n2, n3, n4}, new Object[] {a}));
    }

    public static void record(String place, Throwable thrown, long n1, long n2, long n3, long n4, Object a, Object b)
            throws Throwable {
        note(place, thrown, HandedOver.of(place, new long[] {n1, n2, n3, n4}, a, b));
    }

    public static void record(
            String place, Throwable thrown, long n1, long n2, long n3, long n4, Object a, Object b, Object c, Object d)
            throws Throwable {
        note(place, thrown, HandedOver.of(place, new long[] {n1, n2, n3, n4}, a, b, c, d));
    }

    public static void record(
            String place,
            Throwable thrown,
            long n1,
            long n2,
            long n3,
            long n4,
            Object a,
            Object b,
            Object c,
            Object d,
            Object e,
            Object f,
            Object g,
            Object h)
            throws Throwable {
        note(place, thrown, HandedOver.of(place, new long[] {n1, n2, n3, n4}, a, b, c, d, e, f, g, h));
    }

    public static void record(String place, Throwable thrown, Object[] values) throws Throwable {
        note(place, thrown, HandedOver.of(place, values));
    }

    private static void note(String place, Throwable thrown, Map<String, Object> locals) throws Throwable {
        if (failure != null) {
            throw failure.get();
        }
        String[] parts = place.split("/", 4);
        if (!locals.isEmpty()) {
            RECORDED.add(new Recorded(thrown, parts[1], locals, parts[2]));
        }
    }
}
