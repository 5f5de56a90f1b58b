package dev.recourse.retry.settings;

import dev.recourse.configuration.Words;
import dev.recourse.retry.failure.Condition;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The settings of all configured clients.
 *
 * @param common settings of a call that names no client
 * @param named settings by name of the client
 */
public record ClientSettings(Settings common, Map<String, Settings> named) {

    public ClientSettings {
        named = Map.copyOf(named);
    }

    /** Returns whether there are calls that have an idempotency key. */
    public boolean sendIdempotencyKeys() {
        return common.idempotencyKey() || named.values().stream().anyMatch(Settings::idempotencyKey);
    }

    /**
     * Returns the settings of a client, or those of all clients for an empty name.
     *
     * @param place who asks, for the message
     * @throws InvalidSettingException if there is no such client
     */
    public Settings of(String client, String place) {
        if (client.isEmpty()) {
            return common;
        }
        Settings settings = named.get(client);
        if (settings == null) {
            throw unknown(client, place);
        }
        return settings;
    }

    private InvalidSettingException unknown(String client, String place) {
        Set<String> names = new TreeSet<>(named.keySet());
        int colon = client.indexOf(':');
        String condition = (colon < 0 ? client : client.substring(0, colon)).strip();
        String kind = Condition.kind(condition);
        if (kind != null) {
            return new InvalidSettingException(
                    place,
                    client,
                    "'" + condition + "' is " + kind + "; the value names a client",
                    "Write delays = \"" + (colon < 0 ? Condition.key(condition) + ": server, 60s" : client) + "\".");
        }
        String add = "Add it below recourse.retry.clients";
        return new InvalidSettingException(
                place,
                client,
                "no client of this name is configured",
                Words.nearest(client, names)
                        .map(near -> "Did you mean " + near + "? The clients are " + String.join(", ", names) + '.')
                        .orElse(
                                names.isEmpty()
                                        ? add + ", where there is none yet."
                                        : add + ", or use one that is there: " + String.join(", ", names) + '.'));
    }
}
