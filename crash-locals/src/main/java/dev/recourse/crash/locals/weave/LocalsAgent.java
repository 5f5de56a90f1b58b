package dev.recourse.crash.locals.weave;

import dev.recourse.crash.locals.WeavingStats;
import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/** Weaves the classes of an application as they are loaded. */
public final class LocalsAgent {

    private static final String PACKAGES = "packages=";

    private LocalsAgent() {}

    /**
     * Called by the JVM before the application's main method.
     *
     * @param options nothing, or {@code packages=com.acme,org.foo}: weaves these and the packages below, in place of
     *     those of the main class and of the class with {@code @SpringBootApplication}
     */
    public static void premain(@Nullable String options, Instrumentation instrumentation) {
        WeavingCounts counts = new WeavingCounts();
        WeavingStats.countedBy(counts::weaving);
        instrumentation.addTransformer(new WeavingTransformer(packages(options), new Weaver(), counts));
    }

    private static ApplicationPackages packages(@Nullable String options) {
        String names = names(options == null ? "" : options.strip());
        return names.isBlank() ? ApplicationPackages.ofMainClass(MainClass.name()) : ApplicationPackages.of(names);
    }

    /** Returns the names of packages, or nothing where there are none. */
    static String names(String options) {
        if (options.startsWith(PACKAGES)) {
            return options.substring(PACKAGES.length());
        }
        if (!options.isEmpty()) {
            System.err.println("recourse-crash-locals: unknown option (" + options + "); known is " + PACKAGES);
        }
        return "";
    }
}
