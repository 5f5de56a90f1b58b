package dev.recourse.retry.durable;

import dev.recourse.retry.client.RetryClient;
import dev.recourse.retry.event.Text;
import dev.recourse.retry.settings.InvalidSettingException;
import dev.recourse.retry.settings.Settings;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/** Finds the methods whose calls are stored, by the names that the stored data has for them. */
public final class StoredMethodRegistry {

    private static final Log log = LogFactory.getLog("dev.recourse.retry");

    /** By name, and then by bean. */
    private final Map<String, Map<String, StoredMethod>> methods = new ConcurrentHashMap<>();

    private final Supplier<StoredCallWriter> calls;
    private final Supplier<@Nullable String> missing;

    /**
     * Creates the methods.
     *
     * @param calls asked for with the first call to be stored
     * @param missing what is to be added before a call can be stored, as the end of a sentence; null if nothing is
     */
    public StoredMethodRegistry(Supplier<StoredCallWriter> calls, Supplier<@Nullable String> missing) {
        this.calls = calls;
        this.missing = missing;
    }

    /**
     * Adds a method.
     *
     * @param method most specific one
     * @param bean name of the bean, null if it has none
     * @param names under which its calls are stored, of which the first is written; none for class, method and types of the
     *     parameters
     * @param label names its calls in log lines and events
     * @throws InvalidSettingException if its calls cannot be stored, or another method has one of its names
     */
    public StoredMethod add(
            Method method,
            Class<?> beanType,
            @Nullable String bean,
            List<String> names,
            String label,
            Settings settings,
            RetryClient client) {
        List<Type> parameters = StorableMethod.check(method, beanType, bean, settings);
        String needed = missing.get();
        if (needed != null) {
            throw new InvalidSettingException(
                    StorableMethod.place(method),
                    "durable: " + Text.of(settings.durable()),
                    "There is nothing to store calls in.",
                    "Add " + needed + ", or set durable to false on this method.");
        }
        if (settings.idempotent() == Settings.Idempotent.FALSE && !settings.idempotencyKey()) {
            log.warn(StorableMethod.place(method) + " is durable and sends a request that is not idempotent, without an"
                    + " idempotency key. A node may die before it notes the answer: then the server gets the request twice."
                    + " Set idempotency-key to true for client " + settings.client()
                    + ", if the server knows the header.");
        }
        return add(new StoredMethod(
                names.isEmpty() ? List.of(name(method, beanType)) : names,
                Objects.requireNonNull(bean),
                method,
                parameters,
                label,
                settings,
                client,
                calls));
    }

    /** Adds the same method of another bean of its class. */
    public StoredMethod of(StoredMethod known, @Nullable String bean, RetryClient client) {
        return bean == null ? known : add(known.of(bean, client));
    }

    private static String name(Method method, Class<?> beanType) {
        Class<?> type = Proxy.isProxyClass(beanType) ? method.getDeclaringClass() : ClassUtils.getUserClass(beanType);
        return Arrays.stream(method.getParameterTypes())
                .map(ClassUtils::getQualifiedName)
                .collect(Collectors.joining(", ", type.getName() + "." + method.getName() + "(", ")"));
    }

    private synchronized StoredMethod add(StoredMethod added) {
        StoredMethod same = methods.getOrDefault(added.names().get(0), Map.of()).get(added.bean());
        if (same != null && same.method().equals(added.method())) {
            return same;
        }
        for (String name : added.names()) {
            for (StoredMethod other : methods.getOrDefault(name, Map.of()).values()) {
                refuseAnother(name, added, other);
            }
        }
        added.names()
                .forEach(name -> methods.computeIfAbsent(name, absent -> new ConcurrentHashMap<>())
                        .put(added.bean(), added));
        return added;
    }

    private static void refuseAnother(String name, StoredMethod added, StoredMethod other) {
        if (!other.method().equals(added.method())) {
            throw new InvalidSettingException(
                    StorableMethod.place(added.method()) + ", storedAs",
                    name,
                    "Calls of " + other + " are stored under this name too.",
                    "Give each method names of its own.");
        }
    }

    /** Returns whether a name alone does not tell the bean. */
    boolean isShared(String name) {
        return methods.getOrDefault(name, Map.of()).size() > 1;
    }

    /**
     * Returns the method of a stored call, or null if there is none.
     *
     * @param bean as stored; where it has another name now, any will do that is the only one
     */
    @Nullable
    StoredMethod find(String name, @Nullable String bean) {
        Map<String, StoredMethod> named = methods.getOrDefault(name, Map.of());
        StoredMethod found = bean == null ? null : named.get(bean);
        return found != null || named.size() != 1
                ? found
                : named.values().iterator().next();
    }

    /** Returns the names of their clients. */
    public Set<String> clients() {
        return all().stream().map(method -> method.settings().client()).collect(Collectors.toSet());
    }

    /** Names the first of the methods in an error message. */
    public String place() {
        return all().stream()
                .map(method -> StorableMethod.place(method.method()))
                .sorted()
                .findFirst()
                .orElse("durable");
    }

    /** Returns all methods that were added so far. */
    public Collection<StoredMethod> all() {
        return List.copyOf(methods.values().stream()
                .flatMap(named -> named.values().stream())
                .distinct()
                .toList());
    }
}
