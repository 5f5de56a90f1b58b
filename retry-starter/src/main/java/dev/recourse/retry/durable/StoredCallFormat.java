package dev.recourse.retry.durable;

import dev.recourse.retry.StoredCallCodec;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a stored call as one text, and reads it again. */
public final class StoredCallFormat {

    /** Stores the text as it is. */
    public static final StoredCallCodec PLAIN = new StoredCallCodec() {

        @Override
        public String encode(String json) {
            return json;
        }

        @Override
        public String decode(String stored) {
            return stored;
        }
    };

    /** To be raised where an older reader would not understand a call any more. */
    static final int VERSION = 1;

    /** No name or key is longer, unless somebody has written one by hand. */
    private static final int LONGEST_TEXT = 2_000;

    /** That many are more than any client has. */
    private static final int MOST_ATTEMPTS = 1_000_000;

    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");

    /** Databases know no later one. */
    private static final Instant LATEST = Instant.parse("9998-01-01T00:00:00Z");

    private final JsonMapper mapper;
    private final StoredCallCodec codec;
    private final StoredArguments arguments;

    /**
     * Creates the format.
     *
     * @param mapper of the application, which knows its types
     * @param codec stands between the text and what is stored
     */
    public StoredCallFormat(JsonMapper mapper, StoredCallCodec codec) {
        this.mapper = mapper.rebuild().deactivateDefaultTyping().build();
        this.codec = codec;
        this.arguments = new StoredArguments(this.mapper);
    }

    /** Returns how the arguments of calls are written. */
    StoredArguments arguments() {
        return arguments;
    }

    /** Writes a call as it is stored. */
    String write(StoredCall call) {
        ObjectNode json = mapper.createObjectNode();
        json.put("version", VERSION).put("name", call.name());
        put(json, "bean", call.bean());
        ArrayNode written = json.putArray("arguments");
        call.arguments().forEach(argument -> written.add(arguments.tree(argument)));
        json.put("label", call.label()).put("attempt", call.attempt()).put("client", call.client());
        put(json, "scope", call.scope());
        put(json, "notBefore", call.notBefore());
        put(json, "firstSeen", call.firstSeen());
        put(json, "key", call.key());
        put(json, "traceparent", call.traceparent());
        StoredCall.LastFailure failure = call.failure();
        if (failure != null) {
            ObjectNode last = json.putObject("failure").put("type", failure.type());
            if (failure.status() != null) {
                last.put("status", failure.status());
            }
        }
        put(json, "unknownSince", call.unknownSince());
        put(json, "parked", call.parked());
        return codec.encode(json.toString());
    }

    private static void put(ObjectNode json, String name, @Nullable Object value) {
        if (value != null) {
            json.put(name, value.toString());
        }
    }

    /**
     * Reads what is stored. Throws nothing else, whatever somebody has written there.
     *
     * @throws NewerVersionException if a newer version has written it
     * @throws UnreadableCallException if it is no stored call
     */
    StoredCall read(String data) {
        JsonNode json;
        try {
            json = arguments.tree(codec.decode(data));
        } catch (RuntimeException | StackOverflowError ex) {
            throw new UnreadableCallException("It is no JSON text");
        }
        int version = json.path("version").asInt(0);
        if (version > VERSION) {
            throw new NewerVersionException(version, VERSION);
        }
        if (version < 1 || !json.path("arguments").isArray()) {
            throw new UnreadableCallException("It is no stored call");
        }
        List<String> texts = new ArrayList<>();
        json.path("arguments").forEach(argument -> texts.add(argument.toString()));
        JsonNode failure = json.path("failure");
        return new StoredCall(
                needed(json, "name"),
                text(json, "bean"),
                texts,
                needed(json, "label"),
                Math.min(Math.max(0, json.path("attempt").asInt(0)), MOST_ATTEMPTS),
                needed(json, "client"),
                json.path("scope").isString() ? json.path("scope").asString() : null,
                time(needed(json, "notBefore")),
                time(needed(json, "firstSeen")),
                key(json),
                text(json, "traceparent"),
                failure.isObject()
                        ? new StoredCall.LastFailure(
                                needed(failure, "type"),
                                failure.path("status").isInt()
                                        ? failure.path("status").asInt()
                                        : null)
                        : null,
                text(json, "unknownSince") == null ? null : time(needed(json, "unknownSince")),
                text(json, "parked"));
    }

    /**
     * Looks whether a call could be read again.
     *
     * @throws UnstorableCallException if it could not
     */
    void check(String data, String label) {
        try {
            read(data);
        } catch (UnreadableCallException ex) {
            throw new UnstorableCallException(
                    "The data of " + label + " could not be read again. Look at the StoredCallCodec", ex);
        }
    }

    private static String needed(JsonNode json, String name) {
        String text = text(json, name);
        if (text == null) {
            throw new UnreadableCallException("Its " + name + " is missing");
        }
        return text;
    }

    /** What it returns is fit to be logged. */
    private static @Nullable String text(JsonNode json, String name) {
        JsonNode value = json.path(name);
        if (!value.isString()) {
            return null;
        }
        String text = value.asString();
        if (text.length() > LONGEST_TEXT || text.chars().anyMatch(Character::isISOControl)) {
            throw new UnreadableCallException("Its " + name + " is too long, or has control characters");
        }
        return text;
    }

    private static @Nullable String key(JsonNode json) {
        String key = text(json, "key");
        if (key != null && (key.isBlank() || key.chars().anyMatch(character -> character > '~'))) {
            throw new UnreadableCallException("Its key cannot be a header");
        }
        return key;
    }

    private static Instant time(String text) {
        try {
            Instant time = Instant.parse(text);
            if (!time.isBefore(EARLIEST) && time.isBefore(LATEST)) {
                return time;
            }
        } catch (DateTimeException ex) {
            // as below
        }
        throw new UnreadableCallException("One of its times is none");
    }
}
