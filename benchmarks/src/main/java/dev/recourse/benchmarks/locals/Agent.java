package dev.recourse.benchmarks.locals;

import dev.recourse.crash.locals.LocalsRecorder;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The agent that weaves. */
final class Agent {

    private Agent() {}

    /** Returns what tells a JVM to weave a package. */
    static String option(String packages) {
        return option() + "=packages=" + packages;
    }

    /** Returns what tells a JVM to weave the packages that the agent finds out by itself. */
    static String option() {
        return "-javaagent:" + jar();
    }

    private static Path jar() {
        try {
            Path jar = Path.of(LocalsRecorder.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (!Files.isRegularFile(jar)) {
                throw new IllegalStateException("No agent in " + jar + ": package crash-locals first");
            }
            return jar;
        } catch (URISyntaxException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
