package dev.recourse.retry.execution;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** Registers for a native image the classes by which optional libraries are detected, and the scripts that Redis runs. */
final class OptionalLibraryHints implements RuntimeHintsRegistrar {

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        Stream.of(
                        "com.github.kagkarlsson.scheduler.boot.config.DbSchedulerProperties",
                        "io.micrometer.context.ContextSnapshotFactory",
                        "org.springframework.transaction.support.TransactionSynchronizationManager",
                        "reactor.core.publisher.Mono",
                        "reactor.core.scheduler.Schedulers",
                        "tools.jackson.databind.json.JsonMapper")
                .forEach(name -> hints.reflection().registerTypeIfPresent(classLoader, name));
        hints.resources().registerPattern("dev/recourse/retry/cluster/*.lua");
    }
}
