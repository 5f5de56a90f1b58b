package dev.recourse.retry.autoconfigure;

import dev.recourse.retry.client.CooldownStore;
import dev.recourse.retry.settings.ClientSettings;
import dev.recourse.retry.settings.InvalidSettingException;
import dev.recourse.retry.settings.Settings;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds out whether any client shares its cooldown with other nodes, and refuses that where nothing carries it. */
final class SharedCooldownCheck {

    private SharedCooldownCheck() {}

    static boolean areWanted(ClientSettings clients) {
        return key(clients) != null;
    }

    static void check(ClientSettings clients, @Nullable CooldownStore store) {
        String key = key(clients);
        if (key != null && store == null) {
            throw new InvalidSettingException(
                    key,
                    "redis",
                    "There is no bean of type RedisConnectionFactory, or there are several and none is primary.",
                    "Add the dependency spring-boot-starter-data-redis and set spring.data.redis, mark one of the beans"
                            + " as @Primary, or use local.");
        }
    }

    private static @Nullable String key(ClientSettings clients) {
        if (clients.common().cooldown() == Settings.Cooldown.REDIS) {
            return RetryProperties.PREFIX + ".cooldown";
        }
        for (Map.Entry<String, Settings> client : new TreeMap<>(clients.named()).entrySet()) {
            if (client.getValue().cooldown() == Settings.Cooldown.REDIS) {
                return RetryProperties.PREFIX + ".clients." + client.getKey() + ".cooldown";
            }
        }
        return null;
    }
}
