package dev.recourse.crash.locals.weave;

import dev.recourse.crash.locals.LocalsRecorder;
import java.lang.instrument.Instrumentation;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

/** Knows which class loaders find the recorder, and has named modules read it. */
final class RecorderSight {

    private final Instrumentation instrumentation;
    private final Map<ClassLoader, Boolean> seeing = Collections.synchronizedMap(new WeakHashMap<>());

    RecorderSight(Instrumentation instrumentation) {
        this.instrumentation = instrumentation;
    }

    /** Returns whether the classes of a loader can call the recorder. */
    boolean isSeenBy(ClassLoader loader) {
        Boolean known = seeing.get(loader);
        if (known == null) {
            known = finds(loader);
            seeing.put(loader, known);
        }
        return known;
    }

    /** Lets a named module read the recorder's, whatever it requires. */
    void letRead(Module module) {
        Module recorder = LocalsRecorder.class.getModule();
        if (module.isNamed() && !module.canRead(recorder) && instrumentation.isModifiableModule(module)) {
            instrumentation.redefineModule(module, Set.of(recorder), Map.of(), Map.of(), Set.of(), Map.of());
        }
    }

    private static boolean finds(ClassLoader loader) {
        for (ClassLoader each = loader; each != null; each = each.getParent()) {
            if (each == LocalsRecorder.class.getClassLoader()) {
                return true;
            }
        }
        try {
            return Class.forName(LocalsRecorder.class.getName(), false, loader) == LocalsRecorder.class;
        } catch (ClassNotFoundException | LinkageError | RuntimeException failure) {
            return false;
        }
    }
}
