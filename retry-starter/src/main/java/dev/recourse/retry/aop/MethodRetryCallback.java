package dev.recourse.retry.aop;

import dev.recourse.retry.RetryEvent.Outcome;
import dev.recourse.retry.RetryLaterException;
import dev.recourse.retry.client.RetryClient;
import dev.recourse.retry.durable.StoredMethod;
import dev.recourse.retry.durable.StoredRun;
import dev.recourse.retry.execution.Attempt;
import dev.recourse.retry.settings.Settings;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.core.ReactiveAdapter;

/** Makes the attempts of an intercepted call: each replays what follows the interceptor in its chain. */
final class MethodRetryCallback<R> implements Attempt<@Nullable R, Throwable> {

    private final InvocationReplayer replayer;
    private final ProxyMethodInvocation invocation;
    private final @Nullable Object[] arguments;
    private final RetriedMethod method;
    private final RetryClient client;
    private final @Nullable StoredRun run;
    private boolean fresh;

    /**
     * Creates the callback.
     *
     * @param arguments the caller's, which advice may have replaced in the invocation
     * @param client that the call belongs to
     * @param run of the call where it was stored, and is made now; else null
     * @param fresh whether the invocation has not proceeded yet, and may do so in the first attempt
     */
    MethodRetryCallback(
            InvocationReplayer replayer,
            MethodInvocation invocation,
            @Nullable Object[] arguments,
            RetriedMethod method,
            RetryClient client,
            @Nullable StoredRun run,
            boolean fresh) {
        this.replayer = replayer;
        this.invocation = (ProxyMethodInvocation) invocation;
        this.arguments = arguments;
        this.method = method;
        this.client = client;
        this.run = run;
        this.fresh = fresh;
    }

    @Override
    @SuppressWarnings("NullAway") // it does not know that the type of the value is nullable
    public @Nullable R make() throws Throwable {
        if (fresh) {
            fresh = false;
            return result(invocation.proceed());
        }
        return result(replayer.of(invocation, arguments).proceed());
    }

    /** Returns what the method has returned, as a publisher where it is another lazy type. */
    @SuppressWarnings("unchecked") // what the method declares
    @Nullable
    R result(@Nullable Object returned) {
        ReactiveAdapter adapter = method.adapter();
        return (R) (adapter == null || returned == null ? returned : adapter.toPublisher(returned));
    }

    @Override
    public String label() {
        return method.label();
    }

    @Override
    public Settings settings() {
        StoredMethod stored = method.stored();
        return run == null || stored == null ? method.settings() : stored.runSettings();
    }

    @Override
    public RetryClient client() {
        return client;
    }

    @Override
    public boolean mayReturnFailure() {
        return method.returnsEntity();
    }

    @Override
    public @Nullable String usedUp() {
        return OneShotArguments.find(arguments);
    }

    /** A run tells its engine how it ends; any other call is stored where it may be made again later. */
    @Override
    public boolean takeOver(Outcome outcome, Throwable end) {
        StoredMethod stored = method.stored();
        if (stored == null) {
            return false;
        }
        if (run != null) {
            run.end(outcome);
            return false;
        }
        RetryLaterException later = RetryLaterException.in(end);
        return later != null && stored.store(arguments, scopeOf(invocation, method), later) != null;
    }

    /** Returns the scope of a call, null for the client as a whole. */
    static @Nullable String scopeOf(MethodInvocation invocation, RetriedMethod method) {
        ScopeExpression scope = method.scope();
        return scope == null ? null : scope.valueOf(invocation);
    }

    @Override
    public MethodInvocation invocation() {
        return invocation;
    }
}
