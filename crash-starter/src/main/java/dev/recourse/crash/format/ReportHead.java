package dev.recourse.crash.format;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/**
 * What the first bytes of a report's file tell.
 *
 * @param kind null where they do not tell
 * @param application its name; null where they do not tell
 */
public record ReportHead(@Nullable String kind, @Nullable String application) {

    /** Bytes in which the head of a report is, unless somebody gave the application a name of more than a few thousand characters. */
    public static final int BYTES = 8192;

    /** The head of what is no report. */
    public static final ReportHead UNKNOWN = new ReportHead(null, null);

    /** Returns what the first bytes tell, whatever they are; never throws. */
    public static ReportHead read(byte[] start) {
        Reader reader = new Reader();
        try (JsonParser json = ReportJson.FACTORY.createParser(ObjectReadContext.empty(), start)) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                reader.read(json);
            }
        } catch (JacksonException ex) {
            // the end of the bytes, or no JSON: as much as was read
        }
        return new ReportHead(reader.kind, reader.application);
    }

    private static final class Reader {

        private @Nullable String kind;

        private @Nullable String application;

        void read(JsonParser json) {
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (name.equals("kind") && value == JsonToken.VALUE_STRING) {
                    kind = json.getString();
                } else if (name.equals("application") && value == JsonToken.START_OBJECT) {
                    readApplication(json);
                    return;
                } else if (name.equals("thread")) {
                    return; // written behind the application
                } else {
                    json.skipChildren();
                }
            }
        }

        private void readApplication(JsonParser json) {
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (name.equals("name")) {
                    application = value == JsonToken.VALUE_STRING ? json.getString() : null;
                    return;
                }
                json.skipChildren();
            }
        }
    }
}
