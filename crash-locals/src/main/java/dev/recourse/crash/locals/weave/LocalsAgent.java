package dev.recourse.crash.locals.weave;

import dev.recourse.crash.locals.LocalsRecorder;
import dev.recourse.crash.locals.WeavingStats;
import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/** Weaves the classes of an application as they are loaded. */
public final class LocalsAgent {

    private LocalsAgent() {}

    /**
     * Called by the JVM before the application's main method.
     *
     * @param options nothing, or {@code packages=com.acme,org.foo}: weaves these and the packages below, in place of
     *     those of the main class and of the class with {@code @SpringBootApplication}; {@code debugger=weave}: weaves though
     *     the process was started for a debugger
     */
    public static void premain(@Nullable String options, Instrumentation instrumentation) {
        AgentOptions given = AgentOptions.parse(options == null ? "" : options.strip());
        given.unknown().forEach(LocalsAgent::say);
        WeavingCounts counts = new WeavingCounts();
        WeavingStats.countedBy(counts::weaving);
        if (!given.weavesForDebugger() && Debugger.isAttached()) {
            say("nothing is woven while a debugger is attached (debugger=weave changes that)");
            return;
        }
        ApplicationPackages packages = given.packages().isBlank()
                ? ApplicationPackages.ofMainClass(MainClass.name())
                : ApplicationPackages.of(given.packages());
        // loads what handlers call: there may be no room for that on the stack later
        LocalsRecorder.renderWith(null);
        instrumentation.addTransformer(
                new WeavingTransformer(packages, new Weaver(), counts, new RecorderSight(instrumentation)));
    }

    private static void say(String text) {
        System.err.println("recourse-crash-locals: " + text);
    }
}
