package dev.recourse.crash.locals;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One handler of a woven method; it knows no class, so that it keeps none alive. */
final class RecordingSite {

    private static final MethodHandle WANTS;

    private static final MethodHandle RECORD;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            WANTS = lookup.findVirtual(
                    RecordingSite.class, "wants", MethodType.methodType(boolean.class, Throwable.class));
            RECORD = lookup.findVirtual(
                    RecordingSite.class, "record", MethodType.methodType(void.class, Throwable.class, Object[].class));
        } catch (ReflectiveOperationException ex) {
            throw new ExceptionInInitializerError(ex);
        }
    }

    private final Recorder recorder;

    private final String className;

    private final String methodName;

    private final String lines;

    private final List<Variable> variables;

    private final Allowance beginnings;

    RecordingSite(Recorder recorder, String className, String methodName, String lines, List<Variable> variables) {
        this.recorder = recorder;
        this.className = className;
        this.methodName = methodName;
        this.lines = lines;
        this.variables = variables;
        this.beginnings = recorder.beginnings();
    }

    /** Returns what the handler calls; values are boxed only if they are wanted. */
    MethodHandle handle(MethodType type) {
        MethodHandle wants = WANTS.bindTo(this).asType(MethodType.methodType(boolean.class, type.parameterType(0)));
        MethodHandle record = RECORD.bindTo(this)
                .asCollector(Object[].class, type.parameterCount() - 1)
                .asType(type);
        return MethodHandles.guardWithTest(wants, record, MethodHandles.empty(type));
    }

    boolean wants(Throwable failure) {
        return recorder.wants(this, failure);
    }

    void record(Throwable failure, @Nullable Object[] values) {
        recorder.record(this, failure, values);
    }

    List<Variable> variables() {
        return variables;
    }

    Allowance beginnings() {
        return beginnings;
    }

    RecordedFrame frame(Map<String, String> locals) {
        return new RecordedFrame(className, methodName, lines, locals);
    }
}
