package dev.recourse.retry.aop;

import dev.recourse.retry.settings.InvalidSettingException;
import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.KotlinDetector;
import org.springframework.core.MethodParameter;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/** Finds the kind of a return type, and refuses types that do not tell whether the call succeeds. */
final class ReturnTypes {

    private static final boolean REACTOR =
            ClassUtils.isPresent("reactor.core.publisher.Mono", ReturnTypes.class.getClassLoader());

    private static final boolean COROUTINES =
            ClassUtils.isPresent("kotlinx.coroutines.reactor.MonoKt", ReturnTypes.class.getClassLoader());

    private ReturnTypes() {}

    /** Returns the kind of a method's result, or throws if a call cannot be retried that returns it. */
    static ReturnKind kindOf(Method method) {
        if (KotlinDetector.isSuspendingFunction(method)) {
            return kindOfSuspending(method);
        }
        Class<?> type = method.getReturnType();
        if (type == CompletableFuture.class || type == CompletionStage.class) {
            return ReturnKind.FUTURE;
        }
        ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(type);
        if (adapter == null) {
            if (Future.class.isAssignableFrom(type) || BaseStream.class.isAssignableFrom(type)) {
                throw refused(method, type.getName(), "Return a CompletableFuture, or a value.");
            }
            return ReturnKind.BLOCKING;
        }
        if (!REACTOR) {
            throw refused(method, type.getName(), "Add io.projectreactor:reactor-core, by which it is retried.");
        }
        if (adapter.getReactiveType() != type) {
            throw refused(
                    method,
                    type.getName(),
                    "Return " + adapter.getReactiveType().getName() + ", which what is retried can be made into.");
        }
        return adapter.isMultiValue() ? ReturnKind.FLUX : ReturnKind.MONO;
    }

    /** Returns whether the value that a call ends with is a {@code ResponseEntity}, which may report a failure. */
    static boolean isEntity(Method method, Class<?> beanType, ReturnKind kind) {
        ResolvableType returned =
                ResolvableType.forMethodParameter(new MethodParameter(method, -1).withContainingClass(beanType));
        boolean wrapped = kind != ReturnKind.BLOCKING && !KotlinDetector.isSuspendingFunction(method);
        Class<?> type = (wrapped ? returned.getGeneric() : returned).resolve();
        while (type != null && !type.getName().equals("org.springframework.http.ResponseEntity")) {
            type = type.getSuperclass();
        }
        return type != null && kind != ReturnKind.FLUX;
    }

    /** Of a function that suspends, Spring's bridge makes a publisher before any interceptor sees its result. */
    private static ReturnKind kindOfSuspending(Method method) {
        if (!COROUTINES) {
            throw refused(
                    method, "suspend", "Add org.jetbrains.kotlinx:kotlinx-coroutines-reactor, by which it is retried.");
        }
        String type = new MethodParameter(method, -1).getParameterType().getName();
        return type.equals("kotlinx.coroutines.flow.Flow") ? ReturnKind.FLUX : ReturnKind.MONO;
    }

    /** Returns what makes a publisher of a method's result, or null if it is none that has to be made one. */
    static @Nullable ReactiveAdapter adapter(Method method, ReturnKind kind) {
        if (KotlinDetector.isSuspendingFunction(method)) {
            return null;
        }
        boolean adapted = (kind == ReturnKind.MONO || kind == ReturnKind.FLUX)
                && !method.getReturnType().getName().startsWith("reactor.core.publisher.");
        return adapted ? ReactiveAdapterRegistry.getSharedInstance().getAdapter(method.getReturnType()) : null;
    }

    private static InvalidSettingException refused(Method method, String type, String remedy) {
        return new InvalidSettingException(
                AnnotationReader.place(method),
                type,
                "the method returns before its call has succeeded or failed, in a way that cannot be retried",
                remedy + " Or put @RetryOnStatus on other methods only, instead of the type.");
    }
}
