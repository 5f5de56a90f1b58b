package dev.recourse.retry.aop;

import dev.recourse.retry.client.RetryClient;
import dev.recourse.retry.durable.StoredMethod;
import dev.recourse.retry.settings.Settings;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ReactiveAdapter;

/**
 * An annotated method of a bean.
 *
 * @param signature its class, name and the types of its parameters, for people
 * @param label names it in log lines and events: {@code GitHub.events}
 * @param settings of its calls
 * @param client whose callers share what its server says
 * @param kind of its result
 * @param returnsEntity whether its result may report a failure, as a {@code ResponseEntity} does
 * @param scope tells which part of the client a call belongs to, null where the annotation sets none
 * @param stored how its calls are stored, null where they are not
 * @param adapter makes a publisher of its result, null where that is not needed
 */
record RetriedMethod(
        String signature,
        String label,
        Settings settings,
        RetryClient client,
        ReturnKind kind,
        boolean returnsEntity,
        @Nullable ScopeExpression scope,
        @Nullable StoredMethod stored,
        @Nullable ReactiveAdapter adapter) {

    /** Returns the method as another bean of the same class has it. */
    RetriedMethod of(RetryClient other, @Nullable StoredMethod otherStored) {
        return new RetriedMethod(signature, label, settings, other, kind, returnsEntity, scope, otherStored, adapter);
    }
}
