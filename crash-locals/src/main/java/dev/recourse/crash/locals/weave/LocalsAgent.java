package dev.recourse.crash.locals.weave;

import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/** Weaves the classes of an application as they are loaded. */
public final class LocalsAgent {

    private LocalsAgent() {}

    /** Called by the JVM before the application's main method. */
    public static void premain(@Nullable String arguments, Instrumentation instrumentation) {}
}
