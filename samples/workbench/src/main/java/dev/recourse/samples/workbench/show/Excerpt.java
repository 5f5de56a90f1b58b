package dev.recourse.samples.workbench.show;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Cuts a report to what fits on a screen: of a trace the application's own frames, and nothing of what is long. */
final class Excerpt {

    private static final List<String> LONG = List.of("system", "threads", "deadlocks", "log");

    private static final int LONGEST_TEXT = 52;

    private Excerpt() {}

    static String of(String json) {
        JsonMapper mapper = JsonMapper.shared();
        ObjectNode report = (ObjectNode) mapper.readTree(json);
        int threads = report.path("threads").size();
        int lines = report.path("log").size();
        report.remove(LONG);
        for (JsonNode failure : report.path("exceptions")) {
            shorten((ObjectNode) failure);
        }
        cut(report);
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(report)
                + "\n\nNot shown: frames of libraries, the system, %d threads, %d lines of log"
                        .formatted(threads, lines);
    }

    private static void shorten(ObjectNode failure) {
        ArrayNode own = failure.arrayNode();
        for (JsonNode frame : failure.path("frames")) {
            if (frame.path("inApp").asBoolean()) {
                own.add(((ObjectNode) frame).without(List.of("file", "inApp")));
            }
        }
        failure.set("frames", own);
    }

    private static void cut(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(property -> property.setValue(shorter(property.getValue())));
        }
        node.forEach(Excerpt::cut);
    }

    private static JsonNode shorter(JsonNode value) {
        if (!value.isString()) {
            return value;
        }
        String text = value.asString();
        return text.length() <= LONGEST_TEXT ? value : StringNode.valueOf(text.substring(0, LONGEST_TEXT) + "...");
    }
}
