package dev.recourse.retry.durable;

import dev.recourse.retry.RetryLaterException;
import dev.recourse.retry.client.RetryClient;
import dev.recourse.retry.settings.Settings;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A method of a bean whose calls are stored. */
public final class StoredMethod {

    private final List<String> names;
    private final String bean;
    private final Method method;
    private final List<Type> parameters;
    private final String label;
    private final Settings settings;
    private final Settings runSettings;
    private final RetryClient client;
    private final Supplier<StoredCallWriter> calls;

    /**
     * Creates the method.
     *
     * @param names stable ones, of which the first is written and all are read
     * @param bean name of the bean
     * @param method most specific one
     * @param parameters their types, none of which has variables
     * @param label names its calls in log lines and events
     * @param calls asked for with the first call to be stored
     */
    StoredMethod(
            List<String> names,
            String bean,
            Method method,
            List<Type> parameters,
            String label,
            Settings settings,
            RetryClient client,
            Supplier<StoredCallWriter> calls) {
        this.names = List.copyOf(names);
        this.bean = bean;
        this.method = method;
        this.parameters = List.copyOf(parameters);
        this.label = label;
        this.settings = settings;
        this.runSettings = settings.withoutWaiting();
        this.client = client;
        this.calls = calls;
    }

    /** Returns whether a call is stored first, and made afterwards. */
    public boolean isOutbox() {
        return settings.durable() == Settings.Durable.OUTBOX;
    }

    /** Returns the settings of a run, which never waits: what must wait is stored again. */
    public Settings runSettings() {
        return runSettings;
    }

    /** Stores a call before its first attempt. */
    public void storeFirst(@Nullable Object[] arguments, @Nullable String scope) {
        calls.get().storeFirst(this, arguments, scope);
    }

    /** Stores a call that is to be made later; returns its id, or null if that fails, which the exception then tells. */
    public @Nullable String store(@Nullable Object[] arguments, @Nullable String scope, RetryLaterException later) {
        return calls.get().store(this, arguments, scope, later);
    }

    /** Returns the same method of another bean. */
    StoredMethod of(String other, RetryClient otherClient) {
        return new StoredMethod(names, other, method, parameters, label, settings, otherClient, calls);
    }

    List<String> names() {
        return names;
    }

    String bean() {
        return bean;
    }

    Method method() {
        return method;
    }

    List<Type> parameters() {
        return parameters;
    }

    String label() {
        return label;
    }

    Settings settings() {
        return settings;
    }

    RetryClient client() {
        return client;
    }

    @Override
    public String toString() {
        return method.getDeclaringClass().getName() + "." + method.getName() + " of bean " + bean;
    }
}
