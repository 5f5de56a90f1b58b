package dev.recourse.retry.aop;

import dev.recourse.retry.client.RetryClient;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * Finds the client that a call belongs to.
 *
 * @param client of all calls of the method
 * @param scope tells the part of the client, null where the annotation sets none
 */
record ClientSelector(RetryClient client, @Nullable ScopeExpression scope) {

    RetryClient of(MethodInvocation invocation) {
        return scope == null ? client : client.scoped(scope.valueOf(invocation));
    }
}
