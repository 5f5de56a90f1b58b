package dev.recourse.retry.durable;

import dev.recourse.retry.HandOff;
import dev.recourse.retry.event.Text;
import dev.recourse.retry.settings.InvalidSettingException;
import dev.recourse.retry.settings.Settings;
import java.io.Closeable;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.MethodParameter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.core.io.InputStreamSource;
import org.springframework.util.ClassUtils;

/** Refuses methods whose calls cannot be stored, and says what would be right. */
final class StorableMethod {

    /** Types of libraries that may be absent. */
    private static final Set<String> UNSTORABLE = Set.of(
            "kotlin.coroutines.Continuation",
            "org.springframework.ui.Model",
            "org.springframework.web.context.request.WebRequest");

    private static final List<String> UNSTORABLE_PACKAGES =
            List.of("jakarta.servlet.", "org.reactivestreams.", "org.springframework.http.server.");

    private static final List<Class<?>> UNSTORABLE_TYPES = List.of(
            Closeable.class,
            InputStreamSource.class,
            Iterator.class,
            BaseStream.class,
            Future.class,
            Principal.class,
            Thread.class,
            Class.class,
            ClassLoader.class);

    private StorableMethod() {}

    /** Names a method in an error message. */
    static String place(Method method) {
        return "@RetryOnStatus on " + method.getDeclaringClass().getName() + "." + method.getName();
    }

    /**
     * Returns the types of a method's parameters, if its calls can be stored.
     *
     * @throws InvalidSettingException if they cannot
     */
    static List<Type> check(Method method, Class<?> beanType, @Nullable String bean, Settings settings) {
        String place = place(method);
        String value = Text.of(settings.durable());
        if (method.getReturnType() != void.class) {
            throw new InvalidSettingException(
                    place,
                    "durable: " + value,
                    "It returns " + ClassUtils.getQualifiedName(method.getReturnType())
                            + ", and a call that is stored has nothing to return yet.",
                    "Let it return void, or set durable to false on this method.");
        }
        if (bean == null) {
            throw new InvalidSettingException(
                    place,
                    "durable: " + value,
                    "It is a method of an object without a bean definition, which nobody finds again later.",
                    "Declare the object as a bean, or set durable to false on this method.");
        }
        if (settings.handOff() == HandOff.NEVER && settings.origin("hand-off") != Settings.Origin.DEFAULT) {
            throw new InvalidSettingException(
                    place,
                    "hand-off: never",
                    "It is durable: what must wait for long is stored, which is a hand-off.",
                    "Remove hand-off, set it to beyond-max-wait or always, or set durable to false.");
        }
        List<Type> types = new ArrayList<>();
        for (int i = 0; i < method.getParameterCount(); i++) {
            types.add(type(place, method, beanType, i));
        }
        return types;
    }

    private static Type type(String place, Method method, Class<?> beanType, int index) {
        ResolvableType type =
                ResolvableType.forMethodParameter(new MethodParameter(method, index).withContainingClass(beanType));
        Class<?> raw = type.resolve();
        if (raw == null || hasVariables(type)) {
            throw refused(place, type, index, "It has a type variable that nothing resolves.");
        }
        Class<?> element = elementOf(raw);
        if (element == Object.class) {
            throw refused(place, type, index, "Nothing tells which type is to be read again.");
        }
        if (isUnstorable(element) || element.isAnnotationPresent(FunctionalInterface.class)) {
            throw refused(place, type, index, "JSON cannot bring it back.");
        }
        return GenericTypeResolver.resolveType(method.getGenericParameterTypes()[index], beanType);
    }

    private static boolean hasVariables(ResolvableType type) {
        return type.hasUnresolvableGenerics()
                || Arrays.stream(type.getGenerics())
                        .anyMatch(generic -> generic.resolve() == null && !isWildcard(generic));
    }

    private static boolean isWildcard(ResolvableType type) {
        return type.getType() instanceof WildcardType;
    }

    private static Class<?> elementOf(Class<?> type) {
        return type.isArray() ? elementOf(type.getComponentType()) : type;
    }

    private static boolean isUnstorable(Class<?> type) {
        return UNSTORABLE.contains(type.getName())
                || UNSTORABLE_PACKAGES.stream().anyMatch(type.getName()::startsWith)
                || UNSTORABLE_TYPES.stream().anyMatch(unstorable -> unstorable.isAssignableFrom(type))
                || ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) != null;
    }

    private static InvalidSettingException refused(String place, ResolvableType type, int index, String problem) {
        return new InvalidSettingException(
                place + ", parameter " + (index + 1),
                type.toString(),
                "A durable call is stored with its arguments. " + problem,
                "Pass what JSON can write and read, such as a record, or a name by which the method finds it;"
                        + " or set durable to false on this method.");
    }
}
