package dev.recourse.crash.show;

import dev.recourse.crash.CrashReport.DeliveryStatus.State;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Draws what a page is used with: links, and what only its script makes useful, hidden until that runs. */
final class Toolbar {

    private Toolbar() {}

    /** Draws the tools of a report's page. */
    static void draw(Html html, @Nullable String list, String json) {
        html.in("nav class=\"links\"", () -> {
            if (list != null) {
                html.in("a href=\"" + list + '"', "All crash reports").text(" ");
            }
            html.in("a href=\"" + json + '"', "This report as JSON");
        });
        html.in("div class=\"tools\" hidden", () -> {
            search(html, "Search in the report");
            html.in("button type=\"button\" id=\"expand\"", "Expand all");
            html.in("button type=\"button\" id=\"collapse\"", "Collapse all");
            html.in("button type=\"button\" id=\"copy\"", "Copy as text");
        });
    }

    /** Draws the tools of the page that lists reports. */
    static void drawForList(Html html) {
        html.in("div class=\"tools\" hidden", () -> {
            search(html, "Search in the list");
            html.in("select id=\"state\" aria-label=\"State\"", () -> {
                html.in("option value=\"\"", "in any state");
                for (State state : State.values()) {
                    html.in("option value=\"" + word(state) + '"', ReportHeader.state(state));
                }
            });
        });
    }

    /** Returns a state as an attribute has it. */
    static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static void search(Html html, String label) {
        html.empty("input type=\"search\" id=\"find\" placeholder=\"Search /\" aria-label=\"" + label
                + "\" autocomplete=\"off\" spellcheck=\"false\"");
        html.in("output id=\"found\" aria-live=\"polite\"", "");
    }
}
