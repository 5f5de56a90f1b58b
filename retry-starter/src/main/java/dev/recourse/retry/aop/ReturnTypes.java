package dev.recourse.retry.aop;

import dev.recourse.retry.engine.InvalidSettingException;
import java.lang.reflect.Method;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;
import org.springframework.core.KotlinDetector;
import org.springframework.core.ReactiveAdapterRegistry;

/** Tells how results arrive, and refuses methods that return before their call has succeeded or failed. */
final class ReturnTypes {

    private ReturnTypes() {}

    /** Returns the kind of a method's result, or throws if a call cannot be retried that returns it. */
    static ReturnKind kindOf(Method method) {
        Class<?> type = method.getReturnType();
        boolean later = CompletionStage.class.isAssignableFrom(type)
                || Future.class.isAssignableFrom(type)
                || BaseStream.class.isAssignableFrom(type)
                || KotlinDetector.isSuspendingFunction(method)
                || ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) != null;
        if (later) {
            throw new InvalidSettingException(
                    AnnotationReader.place(method),
                    KotlinDetector.isSuspendingFunction(method) ? "suspend" : type.getName(),
                    "The method returns before its call has succeeded or failed, and so cannot be retried.",
                    "Annotate only methods that return a value or void, or put @RetryOnStatus on single methods"
                            + " instead of the type.");
        }
        return ReturnKind.BLOCKING;
    }
}
