package dev.recourse.retry.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;

/**
 * The cooldowns as Redis has them. Every method waits for Redis, and throws what Spring Data Redis throws.
 *
 * <p>All keys have one hash tag, so that a script may use several of them in a Redis cluster. Scripts do what has to happen
 * at once, and work on a cluster, where Spring Data Redis has no pipelines.
 */
final class RedisCooldowns {

    private static final String TAG = "{cooldown}";

    private static final RedisScript<?> WRITE = script("write.lua");
    private static final RedisScript<?> READ = script("read.lua");

    /** Keys of one script: Redis does nothing else meanwhile. */
    private static final int CHUNK = 500;

    private final StringRedisTemplate redis;
    private final String index;
    private final String node;

    /**
     * Creates the access.
     *
     * @param prefix of all keys, and of the channel
     * @param node name of this one
     */
    RedisCooldowns(RedisConnectionFactory factory, String prefix, String node) {
        this.redis = new StringRedisTemplate(factory);
        this.index = prefix + TAG;
        this.node = node;
    }

    /**
     * A cooldown in Redis.
     *
     * @param value null if there is none, or it cannot be used
     * @param left time to live
     * @param garbage whether there is something that cannot be used
     */
    record Found(@Nullable SharedCooldown value, Duration left, boolean garbage) {}

    /** Returns the name of the channel on which nodes tell each other what has changed. */
    String channel() {
        return index;
    }

    /** Carries out what is unsent, if that is still due; returns what holds now. */
    Found write(String name, KnownCooldown known, Duration left) {
        SharedCooldown value = known.value();
        List<?> reply = redis.execute(
                cast(WRITE),
                List.of(key(name), index),
                Objects.requireNonNull(known.unsent()).name().toLowerCase(Locale.ROOT),
                String.valueOf(value.generation()),
                value.id(),
                value.summary(),
                String.valueOf(Math.max(1, left.plusNanos(999_999).toMillis())),
                name,
                channel(),
                node);
        return found(reply, 0);
    }

    /** Returns the names of cooldowns that other nodes have written, no more than the given number. */
    Set<String> names(int most) {
        return Objects.requireNonNullElse(redis.opsForSet().distinctRandomMembers(index, most), Set.of());
    }

    /** Looks at cooldowns. */
    Map<String, Found> read(List<String> names) {
        Map<String, Found> all = new LinkedHashMap<>();
        for (int from = 0; from < names.size(); from += CHUNK) {
            List<String> chunk = names.subList(from, Math.min(names.size(), from + CHUNK));
            List<?> reply = redis.execute(cast(READ), keys(chunk), arguments(chunk));
            for (int i = 0; i < chunk.size(); i++) {
                all.put(chunk.get(i), found(reply, 2 * i));
            }
        }
        return all;
    }

    private List<String> keys(List<String> names) {
        List<String> keys = new ArrayList<>();
        keys.add(index);
        names.forEach(name -> keys.add(key(name)));
        return keys;
    }

    private static Object[] arguments(List<String> names) {
        List<String> arguments = new ArrayList<>();
        arguments.add(String.valueOf(SharedCooldown.LONGEST));
        arguments.addAll(names);
        return arguments.toArray();
    }

    private String key(String name) {
        return index + ":" + name;
    }

    private static Found found(@Nullable List<?> reply, int index) {
        String text = reply == null ? "" : String.valueOf(reply.get(index));
        long left = reply != null && reply.get(index + 1) instanceof Long millis ? millis : -2;
        SharedCooldown value = left > 0 ? SharedCooldown.parse(text) : null;
        boolean garbage = left == -1 || (left > 0 && value == null);
        return new Found(value, Duration.ofMillis(Math.max(0, left)), garbage);
    }

    @SuppressWarnings("rawtypes")
    private static RedisScript<List> script(String file) {
        return RedisScript.of(new ClassPathResource(file, RedisCooldowns.class), List.class);
    }

    @SuppressWarnings("unchecked")
    private static RedisScript<List<?>> cast(RedisScript<?> script) {
        return (RedisScript<List<?>>) script;
    }
}
