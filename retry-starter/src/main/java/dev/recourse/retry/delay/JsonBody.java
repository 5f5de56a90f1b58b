package dev.recourse.retry.delay;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The fields of a JSON body; the only class that knows Jackson. */
final class JsonBody {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final JsonNode root;

    private JsonBody(JsonNode root) {
        this.root = root;
    }

    static @Nullable JsonBody parse(byte[] body) {
        try {
            return new JsonBody(MAPPER.readTree(body));
        } catch (JacksonException | NumberFormatException ex) {
            // The latter comes unwrapped for an exponent that no BigDecimal has.
            return null;
        }
    }

    /** Returns the number or the text at a pointer, or null for all else. */
    @Nullable
    Object value(String pointer) {
        return scalar(root.at(pointer));
    }

    /** Returns the delays that a {@code google.rpc.RetryInfo} among the error's details asks for. */
    List<Object> retryInfo() {
        return Stream.of("/error/details", "/details")
                .flatMap(pointer -> root.at(pointer).valueStream())
                .filter(detail -> detail.path("@type").asString("").endsWith("google.rpc.RetryInfo"))
                .flatMap(detail -> Stream.ofNullable(scalar(detail.path("retryDelay"))))
                .toList();
    }

    private static @Nullable Object scalar(JsonNode node) {
        if (node.isNumber()) {
            return node.numberValue();
        }
        return node.isString() ? node.stringValue() : null;
    }
}
