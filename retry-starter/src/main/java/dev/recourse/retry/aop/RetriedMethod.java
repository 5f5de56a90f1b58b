package dev.recourse.retry.aop;

import dev.recourse.retry.engine.ClientState;
import dev.recourse.retry.engine.Settings;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ReactiveAdapter;

/**
 * An annotated method of a bean.
 *
 * @param label names it in log lines and events: {@code GitHub.events}
 * @param settings of its calls
 * @param state of its client
 * @param kind of its result
 * @param adapter makes a publisher of its result, null where that is not needed
 */
record RetriedMethod(
        String label,
        Settings settings,
        ClientState state,
        ReturnKind kind,
        @Nullable ReactiveAdapter adapter) {}
