package dev.recourse.crash.locals.weave;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
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

    public static CallSite link(
            MethodHandles.Lookup caller, String name, MethodType type, String method, String variables, String lines)
            throws ReflectiveOperationException {
        MethodHandle record = MethodHandles.lookup()
                .findStatic(
                        TestRecorder.class,
                        "record",
                        MethodType.methodType(void.class, String.class, String.class, String.class, Object[].class));
        return new ConstantCallSite(MethodHandles.insertArguments(record, 0, method, variables, lines)
                .asCollector(Object[].class, type.parameterCount())
                .asType(type));
    }

    static void record(String method, String variables, String lines, Object[] values) throws Throwable {
        if (failure != null) {
            throw failure.get();
        }
        Map<String, Object> locals = new LinkedHashMap<>();
        int next = 1;
        for (String variable : variables.split(";", -1)) {
            locals.put(variable, variable.startsWith("[") ? "***" : values[next++]);
        }
        RECORDED.add(new Recorded((Throwable) values[0], method, locals, lines));
    }
}
