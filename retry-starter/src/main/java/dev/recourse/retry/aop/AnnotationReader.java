package dev.recourse.retry.aop;

import dev.recourse.configuration.DurationFormat;
import dev.recourse.retry.HandOff;
import dev.recourse.retry.RetryOnStatus;
import dev.recourse.retry.idempotency.HttpMethods;
import dev.recourse.retry.settings.ClientSettings;
import dev.recourse.retry.settings.FutileRules;
import dev.recourse.retry.settings.InvalidSettingException;
import dev.recourse.retry.settings.SettingLevel;
import dev.recourse.retry.settings.Settings;
import dev.recourse.retry.settings.Settings.Durable;
import dev.recourse.retry.settings.Settings.Idempotent;
import dev.recourse.retry.settings.Settings.Origin;
import dev.recourse.retry.settings.SettingsBuilder;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the settings of a method out of its annotation. */
final class AnnotationReader {

    private static final String DURATION = "a duration, as in 500ms, 2s, 1m30s or PT1M30S";

    private static final Pattern DASH = Pattern.compile("-(.)");

    private final ClientSettings clients;
    private final @Nullable ClassLoader classLoader;
    private final UnaryOperator<String> placeholders;

    /**
     * Creates the reader.
     *
     * @param classLoader finds the classes that conditions name
     * @param placeholders resolves those in a text
     */
    AnnotationReader(ClientSettings clients, @Nullable ClassLoader classLoader, UnaryOperator<String> placeholders) {
        this.clients = clients;
        this.classLoader = classLoader;
        this.placeholders = placeholders;
    }

    /**
     * Returns the client's settings with what the annotation changes.
     *
     * @param type class of the bean
     * @throws InvalidSettingException if an attribute cannot be used
     */
    Settings read(RetryOnStatus annotation, Method method, Class<?> type) {
        String place = place(method);
        String client = resolve(place, annotation.value());
        SettingLevel level =
                new SettingLevel(key -> Origin.ANNOTATION, key -> place + ", " + attribute(key), classLoader);
        SettingsBuilder settings = new SettingsBuilder(clients.of(client, place), level);
        Set<String> conditions = new HashSet<>();
        for (String delay : annotation.delays()) {
            readDelay(place, resolve(place, delay), conditions, settings);
        }
        read(place, "maxRetries", annotation.maxRetries(), "a whole number", Integer::valueOf, settings::maxRetries);
        read(place, "maxWait", annotation.maxWait(), DURATION, AnnotationReader::duration, settings::maxWait);
        read(place, "timeout", annotation.timeout(), DURATION, AnnotationReader::duration, settings::timeout);
        read(
                place,
                "handOff",
                annotation.handOff(),
                "never, beyond-max-wait or always",
                value -> HandOff.valueOf(value.toUpperCase(Locale.ROOT).replace('-', '_')),
                settings::handOff);
        read(
                place,
                "durable",
                annotation.durable(),
                "true, false or outbox",
                value -> Durable.valueOf(value.toUpperCase(Locale.ROOT)),
                settings::durable);
        read(
                place,
                "idempotent",
                annotation.idempotent(),
                "auto, true or false",
                value -> Idempotent.valueOf(value.toUpperCase(Locale.ROOT)),
                settings::idempotent);
        Settings read = impliedBy(settings.build());
        FutileRules.warn(read, level, Origin.ANNOTATION);
        Idempotent declared = read.idempotent() == Idempotent.AUTO ? declared(method, type) : Idempotent.AUTO;
        return declared == Idempotent.AUTO ? read : withIdempotent(declared, read);
    }

    /** What must wait for long is stored, unless something else is configured. */
    private static Settings impliedBy(Settings settings) {
        return settings.durable() != Durable.FALSE && settings.origin("hand-off") == Origin.DEFAULT
                ? settings.withHandOff(HandOff.BEYOND_MAX_WAIT)
                : settings;
    }

    /** Returns the names under which calls of a method are stored, none where the annotation sets none. */
    List<String> storedAs(RetryOnStatus annotation, Method method) {
        String place = place(method);
        return Arrays.stream(annotation.storedAs())
                .map(name -> resolve(place, name))
                .toList();
    }

    /**
     * Returns what tells the scope of a call, or null where the annotation sets none.
     *
     * @param specific the method whose parameters the expression names
     * @throws InvalidSettingException if it cannot be used
     */
    @Nullable
    ScopeExpression scope(RetryOnStatus annotation, Method specific, Method method) {
        String place = place(method);
        String scope = resolve(place, annotation.scope());
        return scope.isEmpty() ? null : ScopeExpression.parse(scope, specific, place + ", scope");
    }

    /** What a class declares may be what it serves, so only a request that does harm if it is repeated counts there. */
    private static Idempotent declared(Method method, Class<?> type) {
        String sent = DeclaredRequest.method(method, type);
        if (sent != null && !HttpMethods.isIdempotent(sent)) {
            return Idempotent.FALSE;
        }
        return sent != null && DeclaredRequest.isClient(type) ? Idempotent.TRUE : Idempotent.AUTO;
    }

    private static Settings withIdempotent(Idempotent idempotent, Settings read) {
        SettingLevel same = new SettingLevel(key -> read.origin(key), key -> key, null);
        return new SettingsBuilder(read, same).idempotent(idempotent).build();
    }

    /** Names a method in an error message. */
    static String place(Method method) {
        return "@RetryOnStatus on " + method.getDeclaringClass().getName() + "." + method.getName();
    }

    /** Names the attribute of a key: {@code maxRetries} of {@code max-retries}. */
    private static String attribute(String key) {
        return key.startsWith("delays.")
                ? key
                : DASH.matcher(key).replaceAll(dash -> dash.group(1).toUpperCase(Locale.ROOT));
    }

    private static Duration duration(String text) {
        return DurationFormat.parse(text, ChronoUnit.SECONDS);
    }

    private static void readDelay(String place, String delay, Set<String> conditions, SettingsBuilder settings) {
        int colon = delay.indexOf(':');
        if (colon < 0) {
            throw new InvalidSettingException(
                    place + ", delays",
                    delay,
                    "it has no colon",
                    "Write 'condition: rule', such as '429: server, 60s'.");
        }
        String condition = delay.substring(0, colon).trim();
        if (!conditions.add(condition)) {
            throw new InvalidSettingException(
                    place + ", delays", delay, "there are two rules for " + condition, "Remove one of them.");
        }
        settings.delay(condition, delay.substring(colon + 1).trim());
    }

    private <T> void read(
            String place, String name, String text, String form, Function<String, T> parser, Consumer<T> setter) {
        String value = resolve(place, text);
        if (value.isEmpty()) {
            return;
        }
        T parsed;
        try {
            parsed = parser.apply(value);
        } catch (IllegalArgumentException ex) {
            throw new InvalidSettingException(place + ", " + name, value, "must be " + form, "Write " + form + ".");
        }
        setter.accept(parsed);
    }

    private String resolve(String place, String text) {
        String resolved;
        try {
            resolved = placeholders.apply(text).trim();
        } catch (IllegalArgumentException ex) {
            throw unresolved(place, text);
        }
        // Without a PropertySourcesPlaceholderConfigurer, Spring leaves it.
        if (resolved.contains("${")) {
            throw unresolved(place, text);
        }
        return resolved;
    }

    private static InvalidSettingException unresolved(String place, String text) {
        return new InvalidSettingException(
                place,
                text,
                "a placeholder in it has no value",
                "Define the property, or give it a default as in ${name:default}.");
    }
}
