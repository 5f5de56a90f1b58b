package dev.recourse.benchmarks.crash;

import java.util.ArrayList;
import java.util.List;

/** A process to measure. */
enum Scenario {
    OFF("without the starter", 0, false, "none"),
    ON("with it", 0, true, "none"),
    FULL("with it, and 100,000 old reports", 100_000, true, "none"),
    CRASH("no Sentry", 0, true, "none"),
    REFUSED("Sentry refuses connections", 0, true, "refusing"),
    SILENT("Sentry never answers", 0, true, "silent");

    private final String label;
    private final int oldReports;
    private final boolean enabled;
    private final String sentry;

    Scenario(String label, int oldReports, boolean enabled, String sentry) {
        this.label = label;
        this.oldReports = oldReports;
        this.enabled = enabled;
        this.sentry = sentry;
    }

    String label() {
        return label;
    }

    int oldReports() {
        return oldReports;
    }

    boolean crashes() {
        return compareTo(CRASH) >= 0;
    }

    /** Returns what the application is started with. */
    List<String> arguments(int silentPort) {
        List<String> arguments = new ArrayList<>();
        arguments.add("--recourse.crash.enabled=" + enabled);
        arguments.add("--crash=" + crashes());
        if (!sentry.equals("none")) {
            // nobody listens on port 9
            int port = sentry.equals("silent") ? silentPort : 9;
            arguments.add("--sentry.dsn=http://key@127.0.0.1:" + port + "/1");
        }
        return arguments;
    }
}
