package dev.recourse.retry.aop;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.framework.ReflectiveMethodInvocation;

/**
 * Replays the part of the advice chain that follows this interceptor.
 *
 * <p>An invocation that has proceeded remembers how far it came and goes on from there. A clone made beforehand would
 * begin anew, but would be made for every call, not only for those that fail. A replay does not carry over user attributes
 * of the invocation, nor a target source that changes its target.
 */
final class ReplayedInvocation extends ReflectiveMethodInvocation {

    private final RemainingChain rest;

    /**
     * Creates a fresh start for an invocation that has proceeded.
     *
     * @param arguments the caller's, which advice may have replaced in the invocation
     */
    ReplayedInvocation(ProxyMethodInvocation used, @Nullable Object[] arguments, RemainingChain rest) {
        super(used.getProxy(), used.getThis(), used.getMethod(), arguments, rest.targetClass(), rest.advice());
        this.rest = rest;
    }

    /** Reflection would throw an exception around the method's own, and to fill in its trace costs as much as a retry. */
    @Override
    protected @Nullable Object invokeJoinpoint() throws Throwable {
        return rest.joinpoint() == null
                ? super.invokeJoinpoint()
                : (Object) rest.joinpoint().invokeExact(target, arguments);
    }
}
