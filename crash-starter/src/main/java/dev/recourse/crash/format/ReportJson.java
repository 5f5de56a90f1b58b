package dev.recourse.crash.format;

import dev.recourse.crash.CrashReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;

/** The form of a report on disk: JSON, UTF-8, one object. */
public final class ReportJson {

    /** Three levels for each exception that is suppressed within another; little enough for any thread's stack. */
    private static final int MAX_NESTING = 200;

    /** Nothing but its nesting is bounded here: who reads a file bounds its size first. */
    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_NESTING)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .streamWriteConstraints(StreamWriteConstraints.builder()
                    .maxNestingDepth(MAX_NESTING)
                    .build())
            .build();

    private ReportJson() {}

    /** Returns the JSON text of a report. */
    public static byte[] write(CrashReport report) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(8192);
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            new ReportWriter(json).write(report);
        }
        return out.toByteArray();
    }

    /**
     * Reads a report back. Unknown names are passed over, so that an older release can read what a newer one wrote.
     *
     * @throws IOException if this is no report, whatever else it is
     */
    public static CrashReport read(byte[] text) throws IOException {
        try {
            return new ReportReader().read(parse(text));
        } catch (RuntimeException | StackOverflowError ex) {
            throw new IOException("Not a report: " + ex.getMessage(), ex);
        }
    }

    /** Returns what the JSON text of a report says, as maps, lists, strings, numbers and booleans. */
    public static Map<String, @Nullable Object> tree(CrashReport report) throws IOException {
        return parse(write(report));
    }

    private static Map<String, @Nullable Object> parse(byte[] text) throws IOException {
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("No JSON object");
            }
            Map<String, @Nullable Object> tree = object(json);
            if (json.nextToken() != null) {
                throw new IOException("Text behind the JSON object");
            }
            return tree;
        }
    }

    private static @Nullable Object value(JsonParser json) {
        return switch (json.currentToken()) {
            case START_OBJECT -> object(json);
            case START_ARRAY -> array(json);
            case VALUE_STRING -> json.getString();
            case VALUE_NUMBER_INT -> json.getNumberValue();
            case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    private static Map<String, @Nullable Object> object(JsonParser json) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            json.nextToken();
            members.put(name, value(json));
        }
        return members;
    }

    private static List<@Nullable Object> array(JsonParser json) {
        List<@Nullable Object> items = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(json));
        }
        return items;
    }
}
