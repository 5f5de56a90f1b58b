package dev.recourse.retry.settings;

import java.util.Map;
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
            throw new InvalidSettingException(
                    place,
                    client,
                    "No client of this name is configured.",
                    named.isEmpty()
                            ? "Add it under 'recourse.retry.clients', where there is none yet."
                            : "Add it under 'recourse.retry.clients', or use one that is there: "
                                    + String.join(", ", new TreeSet<>(named.keySet())) + ".");
        }
        return settings;
    }
}
