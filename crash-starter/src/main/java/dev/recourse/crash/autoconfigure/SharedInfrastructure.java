package dev.recourse.crash.autoconfigure;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;

/**
 * The infrastructure of this process, which contexts with the same settings share.
 *
 * <p>Static, as the default handler of uncaught exceptions is: crashes happen before the first context and after the last, and a second context
 * must not start a second hook on the same directory. Boot's {@code BootstrapRegistry} would not do, since each run of a {@code SpringApplication}
 * has its own.
 */
final class SharedInfrastructure {

    private static @Nullable CrashInfrastructure latest;

    /** The contexts that have the latest infrastructure and are not closed. */
    private static final Set<ApplicationContext> owners = Collections.newSetFromMap(new WeakHashMap<>());

    private SharedInfrastructure() {}

    /** Returns the infrastructure that is there, where a second context of the same settings starts, or a new one. */
    static synchronized CrashInfrastructure take(CrashProperties properties) {
        CrashInfrastructure earlier = latest;
        if (earlier != null && !owners.isEmpty() && earlier.properties().equals(properties)) {
            return earlier;
        }
        if (earlier != null && owners.isEmpty()) {
            earlier.stop();
        }
        CrashInfrastructure current = CrashInfrastructure.of(properties);
        current.start();
        latest = current;
        owners.clear();
        return current;
    }

    /** Notes a context that has the latest infrastructure. */
    static synchronized void own(ApplicationContext context) {
        owners.add(context);
    }

    /**
     * Notes that a context is closed. The infrastructure of the last one stays until the next one starts: a thread may die meanwhile.
     *
     * @return whether another context still has it
     */
    static synchronized boolean release(ApplicationContext context) {
        return owners.remove(context) && !owners.isEmpty();
    }
}
