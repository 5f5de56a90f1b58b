package dev.recourse.configuration;

import dev.recourse.configuration.KnownKeys.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Compares all keys below a prefix, wherever they come from, with those that a properties record binds.
 *
 * <p>Boot's own check of unbound keys passes over indexed names, which is what a numeric key in YAML becomes, and over
 * environment variables and system properties.
 */
public final class KeyCheck {

    private static final int MOST_PROBLEMS = 10;

    /** As much of a starter's name as nobody writes who means something else: {@code recourse.retries}. */
    private static final int LETTERS_OF_STARTER = 4;

    private static final Pattern INDEX = Pattern.compile("[0-9]{1,2}");

    private final String prefix;

    private final ConfigurationPropertyName start;

    private final KnownKeys known;

    private final Hint hint;

    private final Map<String, Problem> problems = new LinkedHashMap<>();

    private KeyCheck(String prefix, Class<? extends Record> type, Hint hint) {
        this.prefix = prefix;
        this.start = ConfigurationPropertyName.of(prefix);
        this.known = KnownKeys.of(type);
        this.hint = hint;
    }

    /** Tells what is known of a key beyond the record that binds it. */
    @FunctionalInterface
    public interface Hint {

        /** Knows nothing more. */
        Hint NONE = (above, key) -> null;

        /**
         * Returns where a key belongs that stands at the wrong place, as in {@code 429 is a condition: move it below
         * delays}, or null. It is asked for unknown keys and for names in a map of values.
         *
         * @param above path from the prefix to the key, empty at the top
         * @param key the rest of the name
         */
        @Nullable
        String remedyFor(String above, String key);

        /**
         * Returns where a value belongs that somebody gave to the wrong one of two known keys, or null.
         *
         * @param key full name of the key, as it was typed
         * @param value as it was typed
         */
        default @Nullable String remedyForValue(String key, String value) {
            return null;
        }
    }

    /**
     * Checks the keys.
     *
     * @param prefix of all keys, as in {@code recourse.retry}
     * @param type record whose components are the keys
     * @throws InvalidConfigurationException naming each key that nothing binds
     */
    public static void check(
            ConfigurableEnvironment environment, String prefix, Class<? extends Record> type, Hint hint) {
        KeyCheck check = new KeyCheck(prefix, type, hint);
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (!ConfigurationPropertySources.isAttachedConfigurationPropertySource(source)) {
                check.check(source);
            }
        }
        if (!check.problems.isEmpty()) {
            throw new InvalidConfigurationException(
                    check.problems.values().stream().limit(MOST_PROBLEMS).toList(), null);
        }
    }

    private void check(PropertySource<?> source) {
        boolean joined = source instanceof SystemEnvironmentPropertySource;
        ConfigurationPropertySource keys = ConfigurationPropertySource.from(source);
        if (source instanceof EnumerablePropertySource<?> named && !joined) {
            for (String name : named.getPropertyNames()) {
                checkCharacters(name, keys);
            }
        }
        if (keys instanceof IterableConfigurationPropertySource iterable) {
            for (ConfigurationPropertyName name : iterable) {
                ConfigurationProperty property = iterable.getConfigurationProperty(name);
                if (start.isAncestorOf(name)) {
                    check(KeyPath.of(name, start.getNumberOfElements(), joined), property);
                } else if (name.equals(start)) {
                    checkGroup(property);
                } else if (start.getParent().isAncestorOf(name)) {
                    checkStarter(name, property);
                }
            }
        }
    }

    /** A prefix without a value has lost its keys to a wrong indentation, and these are named. */
    private void checkGroup(@Nullable ConfigurationProperty property) {
        if (!typed(property).isBlank()) {
            add(
                    prefix,
                    property,
                    "must be a group of keys, not one value",
                    "Write each key of " + start.getLastElement(Form.UNIFORM) + " on a line of its own below it.");
        }
    }

    /** A key below nearly this prefix would be passed over. */
    private void checkStarter(ConfigurationPropertyName name, @Nullable ConfigurationProperty property) {
        String starter = start.getLastElement(Form.UNIFORM);
        String typed = name.getElement(start.getNumberOfElements() - 1, Form.ORIGINAL);
        boolean nearly =
                Words.uniform(typed).startsWith(starter.substring(0, Math.min(starter.length(), LETTERS_OF_STARTER)))
                        || Words.nearest(typed, List.of(starter)).isPresent();
        boolean oneOfOurs = known.below(typed).isPresent();
        if (nearly || oneOfOurs) {
            String above = start.getParent().toString();
            add(
                    name.toString(),
                    property,
                    "there is no key " + typed + " below " + above,
                    "Did you mean " + prefix + (nearly ? "" : '.' + typed) + '?');
        }
    }

    /** Boot drops from a name what cannot stand in one without brackets, and so makes another of it. */
    private void checkCharacters(String name, @Nullable ConfigurationPropertySource keys) {
        if (name.indexOf('[') >= 0 || name.chars().allMatch(KeyCheck::isKept)) {
            return;
        }
        ConfigurationPropertyName adapted = ConfigurationPropertyName.adapt(name, '.');
        if (!start.isAncestorOf(adapted) || keys == null) {
            return;
        }
        List<String> elements = List.of(name.split("\\."));
        KeyPath path = new KeyPath(elements.subList(start.getNumberOfElements(), elements.size()), false);
        KnownKeys place = known;
        for (int at = 0; at < path.size(); at++) {
            String rest = place.isMapOfValues() ? path.from(at) : path.element(at);
            if (place.kind() == Kind.MAP && !rest.chars().allMatch(KeyCheck::isKept)) {
                ConfigurationProperty property = keys.getConfigurationProperty(adapted);
                String remedy = hint.remedyFor(path.above(at), rest);
                report(
                        remedy != null ? remedy : "Write the name in quotes and brackets: \"[" + rest + "]\".",
                        path,
                        at,
                        "Spring Boot drops "
                                + rest.chars()
                                        .filter(c -> !isKept(c))
                                        .mapToObj(c -> "'" + (char) c + "'")
                                        .distinct()
                                        .collect(Collectors.joining(", "))
                                + " from the name",
                        property);
                return;
            }
            Optional<KnownKeys> below = place.below(path.element(at));
            if (below.isEmpty()) {
                return;
            }
            place = below.get();
        }
    }

    private static boolean isKept(int c) {
        return c < 128 && (Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.');
    }

    private static String typed(@Nullable ConfigurationProperty property) {
        return property == null ? "" : String.valueOf(property.getValue());
    }

    private void check(KeyPath path, @Nullable ConfigurationProperty property) {
        KnownKeys place = known;
        int at = 0;
        int last = 0;
        while (at < path.size()) {
            if (place.isMapOfValues()) {
                report(hint.remedyFor(path.above(at), path.from(at)), path, at, null, property);
                return;
            }
            if (place.kind() == Kind.MAP && INDEX.matcher(path.element(at)).matches()) {
                String where = prefix + '.' + path.above(at);
                report(
                        "Write a name in place of the dash, and its keys below it.",
                        path,
                        at,
                        where + " takes names, it is no list",
                        property);
                return;
            }
            int next = path.next(place, at);
            Optional<KnownKeys> below = place.below(path.between(at, next));
            if (below.isEmpty()) {
                unknown(place, path, at, property);
                return;
            }
            place = below.get();
            last = at;
            at = next;
        }
        report(
                hint.remedyForValue(path.below(prefix, path.size()), typed(property)),
                path,
                last,
                "the value is not one for this key",
                property);
    }

    private void unknown(KnownKeys place, KeyPath path, int at, @Nullable ConfigurationProperty property) {
        // in an environment variable, nothing tells a dash from the end of a name
        String key = path.joined() ? path.from(at).replace('.', '-') : path.element(at);
        String where = path.below(prefix, at);
        if (place.kind() == Kind.LIST) {
            String remedy = "Write the items of " + where + " with dashes, or in one line with commas.";
            report(
                    INDEX.matcher(path.element(at)).matches() ? null : remedy,
                    path,
                    at,
                    where + " takes a list, no keys below it",
                    property);
            return;
        }
        if (place.kind() == Kind.VALUE) {
            report(
                    "Write one value for " + where + '.',
                    path,
                    at,
                    where + " takes one value, no keys below it",
                    property);
            return;
        }
        String reason = "there is no key " + key + " below " + where;
        String remedy = hint.remedyFor(path.above(at), path.from(at));
        if (remedy == null) {
            remedy = nearest(key, path.element(at), place);
        }
        report(remedy, path, at, reason, property);
    }

    /** @param start of the key, in an environment variable: what is behind it may stand below it */
    private String nearest(String key, String start, KnownKeys place) {
        Set<String> here = place.children().keySet();
        List<String> places = known.placesOf(key);
        return known.pathLike(key)
                .map(path -> "Did you mean " + path + "?")
                .or(() -> Words.mistyped(key, here)
                        .or(() -> Words.mistyped(start, here))
                        .map(near -> "Did you mean " + near + "?"))
                .or(() -> places.isEmpty() ? Optional.empty() : Optional.of(moved(key, places)))
                .or(() -> Words.nearest(key, here).map(near -> "Did you mean " + near + "?"))
                .orElseGet(() -> "Known here: " + String.join(", ", here) + '.');
    }

    private String moved(String key, List<String> places) {
        return "Move it: " + key + " is known as " + prefix + '.' + String.join(", " + prefix + '.', places) + '.';
    }

    private void report(
            @Nullable String remedy,
            KeyPath path,
            int at,
            @Nullable String reason,
            @Nullable ConfigurationProperty property) {
        if (remedy == null) {
            return;
        }
        String why = reason == null ? path.from(at) + " does not belong below " + path.below(prefix, at) : reason;
        add(prefix + '.' + path.from(0), property, why, remedy);
    }

    private void add(String setting, @Nullable ConfigurationProperty property, String reason, String remedy) {
        problems.putIfAbsent(
                Words.uniform(setting),
                new Problem(
                        setting,
                        property == null ? null : typed(property),
                        property == null ? null : property.getOrigin(),
                        reason,
                        remedy));
    }
}
