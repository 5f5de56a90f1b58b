package dev.recourse.retry.failure;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The fields of a JSON body; the only class that knows Jackson. */
public final class JsonBody {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** Where servers put the details of an error, one level down. */
    private static final List<String> ENVELOPES =
            List.of("error", "errors", "parameters", "detail", "details", "data", "meta");

    private final JsonNode root;

    private JsonBody(JsonNode root) {
        this.root = root;
    }

    static @Nullable JsonBody parse(String text) {
        try {
            return new JsonBody(MAPPER.readTree(text));
        } catch (JacksonException | NumberFormatException ex) {
            // The latter comes unwrapped for an exponent that no BigDecimal has.
            return null;
        }
    }

    /** Returns the number or the text at a pointer (RFC 6901), or null for all else. */
    public @Nullable Object value(String pointer) {
        return scalar(root.at(pointer));
    }

    /** Returns the number or the text of a top-level field; the name may be in camel, snake or kebab case. */
    public @Nullable Object field(String name) {
        Object exact = scalar(root.path(name));
        return exact != null
                ? exact
                : root.propertyStream()
                        .filter(field -> letters(field.getKey()).equals(letters(name)))
                        .flatMap(field -> Stream.ofNullable(scalar(field.getValue())))
                        .findFirst()
                        .orElse(null);
    }

    /** Returns what is at a pointer as text; null for an object, an array and null, and where nothing is. */
    @Nullable
    String text(String pointer) {
        JsonNode node = root.at(pointer);
        return node.isValueNode() && !node.isNull() ? node.asString() : null;
    }

    /** Returns whether something other than null is at a pointer. */
    boolean has(String pointer) {
        JsonNode node = root.at(pointer);
        return !node.isMissingNode() && !node.isNull();
    }

    /**
     * Returns the values that fields with one of these names have, in the order of the names.
     *
     * <p>Those at the top come first, then those one level down, where servers put the details of an error. The whole
     * may stand in an array of one.
     */
    public Stream<Field> details(List<String> names) {
        JsonNode top = single(root);
        return Stream.concat(Stream.of(top), ENVELOPES.stream().map(name -> envelope(top, name)))
                .flatMap(object -> names.stream()
                        .flatMap(name ->
                                Stream.ofNullable(scalar(object.path(name))).map(value -> new Field(name, value))));
    }

    /** Returns the delays that a {@code google.rpc.RetryInfo} among the details of the error asks for. */
    public List<Object> retryInfo() {
        return (root.isArray() ? root.valueStream() : Stream.of(root))
                .flatMap(body -> Stream.of(body.at("/error/details"), body.at("/details")))
                .flatMap(JsonNode::valueStream)
                .filter(detail -> detail.path("@type").asString("").endsWith("google.rpc.RetryInfo"))
                .flatMap(detail -> Stream.ofNullable(scalar(detail.path("retryDelay"))))
                .toList();
    }

    private static JsonNode envelope(JsonNode object, String name) {
        JsonNode envelope = object.path(name);
        return name.equals("errors") ? envelope.path(0) : single(envelope);
    }

    private static JsonNode single(JsonNode node) {
        return node.isArray() && node.size() == 1 ? node.path(0) : node;
    }

    private static String letters(String name) {
        return name.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
    }

    private static @Nullable Object scalar(JsonNode node) {
        if (node.isNumber()) {
            return node.numberValue();
        }
        return node.isString() ? node.stringValue() : null;
    }

    /**
     * A field that has a number or a text.
     *
     * @param value the number or the text
     */
    public record Field(String name, Object value) {}
}
