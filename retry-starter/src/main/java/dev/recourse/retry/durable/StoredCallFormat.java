package dev.recourse.retry.durable;

import dev.recourse.retry.StoredCallCodec;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a stored call as one JSON text, and reads it again.
 *
 * <p>The types of the arguments are those that the method declares. None is ever taken from the text, in which somebody may
 * have written another.
 */
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

    private final JsonMapper mapper;
    private final StoredCallCodec codec;

    /**
     * Creates the format.
     *
     * @param mapper of the application, which knows its types
     * @param codec stands between the text and what is stored
     */
    public StoredCallFormat(JsonMapper mapper, StoredCallCodec codec) {
        this.mapper = mapper.rebuild().deactivateDefaultTyping().build();
        this.codec = codec;
    }

    /**
     * Writes the arguments of a call.
     *
     * @throws UnstorableException if one would not come back as it is
     */
    List<String> writeArguments(StoredMethod method, @Nullable Object[] arguments) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            texts.add(writeArgument(method, i, arguments[i]));
        }
        return texts;
    }

    private String writeArgument(StoredMethod method, int index, @Nullable Object argument) {
        JavaType type = mapper.constructType(method.parameters().get(index));
        String text;
        Object copy;
        boolean same;
        try {
            text = mapper.writerFor(type).writeValueAsString(argument);
            copy = mapper.readerFor(type).readValue(text);
            same = mapper.readTree(text)
                    .equals(mapper.readTree(mapper.writerFor(type).writeValueAsString(copy)));
        } catch (RuntimeException | StackOverflowError ex) {
            throw new UnstorableException(place(method, index) + " cannot be written as JSON and read again", ex);
        }
        if (!same || !hasSameType(argument, copy)) {
            throw new UnstorableException(
                    place(method, index) + ", of type "
                            + (argument == null ? "null" : ClassUtils.getQualifiedName(argument.getClass()))
                            + ", does not come back from JSON as it was written",
                    null);
        }
        return text;
    }

    private static String place(StoredMethod method, int index) {
        return "Argument " + (index + 1) + " of " + method.label();
    }

    /** Of a type that JSON does not know, an instance of a subclass would come back as one of the declared class. */
    private static boolean hasSameType(@Nullable Object argument, @Nullable Object copy) {
        return argument == null
                || copy == null
                || argument instanceof Iterable<?>
                || argument instanceof Map<?, ?>
                || argument.getClass() == copy.getClass();
    }

    /**
     * Reads the arguments of a call.
     *
     * @throws UnreadableException if they are not those of the method any more
     */
    @Nullable
    Object[] readArguments(StoredMethod method, StoredCall call) {
        List<String> texts = call.arguments();
        if (texts.size() != method.parameters().size()) {
            throw new UnreadableException(
                    "The method has " + method.parameters().size() + " parameters, and the call " + texts.size()
                            + " arguments",
                    null);
        }
        @Nullable Object[] arguments = new Object[texts.size()];
        for (int i = 0; i < arguments.length; i++) {
            JavaType type = mapper.constructType(method.parameters().get(i));
            try {
                arguments[i] = mapper.readerFor(type).readValue(texts.get(i));
            } catch (RuntimeException | StackOverflowError ex) {
                // Its message may quote the argument.
                throw new UnreadableException(
                        "Argument " + (i + 1) + " is no " + type.toCanonical() + " any more", null);
            }
            if (arguments[i] == null && type.isPrimitive()) {
                throw new UnreadableException("Argument " + (i + 1) + " is missing", null);
            }
        }
        return arguments;
    }

    /** Writes a call as it is stored. */
    String write(StoredCall call) {
        ObjectNode json = mapper.createObjectNode();
        json.put("version", VERSION).put("name", call.name());
        put(json, "bean", call.bean());
        ArrayNode arguments = json.putArray("arguments");
        call.arguments().forEach(argument -> arguments.add(mapper.readTree(argument)));
        json.put("label", call.label()).put("attempt", call.attempt()).put("client", call.client());
        put(json, "scope", call.scope());
        put(json, "notBefore", call.notBefore());
        put(json, "firstSeen", call.firstSeen());
        put(json, "key", call.key());
        put(json, "traceparent", call.traceparent());
        StoredCall.LastFailure failure = call.failure();
        if (failure != null) {
            ObjectNode written = json.putObject("failure").put("type", failure.type());
            if (failure.status() != null) {
                written.put("status", failure.status());
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
     * Reads what is stored. Never throws anything else, whatever somebody has written there.
     *
     * @throws NewerVersionException if a newer version has written it
     * @throws UnreadableException if it is no stored call
     */
    StoredCall read(String data) {
        JsonNode json;
        try {
            json = mapper.readTree(codec.decode(data));
        } catch (RuntimeException | StackOverflowError ex) {
            throw new UnreadableException("It is no JSON text", null);
        }
        int version = json.path("version").asInt(0);
        if (version > VERSION) {
            throw new NewerVersionException(version);
        }
        if (version < 1 || !json.path("arguments").isArray()) {
            throw new UnreadableException("It is no stored call", null);
        }
        List<String> arguments = new ArrayList<>();
        json.path("arguments").forEach(argument -> arguments.add(argument.toString()));
        JsonNode failure = json.path("failure");
        return new StoredCall(
                needed(json, "name"),
                text(json, "bean"),
                arguments,
                needed(json, "label"),
                Math.max(0, json.path("attempt").asInt(0)),
                needed(json, "client"),
                text(json, "scope"),
                time(needed(json, "notBefore")),
                time(needed(json, "firstSeen")),
                text(json, "key"),
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

    private static String needed(JsonNode json, String name) {
        String text = text(json, name);
        if (text == null) {
            throw new UnreadableException("Its " + name + " is missing", null);
        }
        return text;
    }

    private static @Nullable String text(JsonNode json, String name) {
        JsonNode value = json.path(name);
        return value.isString() ? value.asString() : null;
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException ex) {
            throw new UnreadableException("One of its times is none", ex);
        }
    }

    /** The call cannot be stored so that it comes back. */
    static final class UnstorableException extends RuntimeException {

        UnstorableException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** What is stored cannot be read. */
    static final class UnreadableException extends RuntimeException {

        UnreadableException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** What is stored was written by a newer version, whose nodes will read it. */
    static final class NewerVersionException extends RuntimeException {

        NewerVersionException(int version) {
            super("It has the version " + version + ", and this node reads up to " + VERSION);
        }
    }
}
