package dev.recourse.crash.show;

/** Draws what a report's page is used with; hidden until its script runs. */
final class Toolbar {

    private Toolbar() {}

    static void draw(Html html) {
        html.in("div class=\"tools\" hidden", () -> {
            html.empty("input type=\"search\" id=\"find\" placeholder=\"Search /\" aria-label=\"Search in the report\""
                    + " autocomplete=\"off\" spellcheck=\"false\"");
            html.in("output id=\"found\" aria-live=\"polite\"", "");
            html.in("button type=\"button\" id=\"expand\"", "Expand all");
            html.in("button type=\"button\" id=\"collapse\"", "Collapse all");
            html.in("button type=\"button\" id=\"copy\"", "Copy as text");
        });
    }
}
