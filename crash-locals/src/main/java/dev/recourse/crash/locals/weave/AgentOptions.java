package dev.recourse.crash.locals.weave;

import java.util.ArrayList;
import java.util.List;

/**
 * What stands behind {@code -javaagent:recourse-crash-locals.jar=}.
 *
 * @param packages names, separated by commas; empty for those of the application
 * @param weavesForDebugger whether classes are woven for a debugger too
 * @param unknown what to say of options that do not exist
 */
record AgentOptions(String packages, boolean weavesForDebugger, List<String> unknown) {

    private static final String PACKAGES = "packages";
    private static final String DEBUGGER = "debugger";

    /** Reads options that are separated by commas, as the names of packages are. */
    static AgentOptions parse(String options) {
        StringBuilder packages = new StringBuilder();
        boolean weavesForDebugger = false;
        List<String> unknown = new ArrayList<>();
        String option = "";
        for (String part : options.split(",", -1)) {
            int equals = part.indexOf('=');
            option = equals < 0 ? option : part.substring(0, equals).strip();
            String value = part.substring(equals + 1);
            if (option.equals(PACKAGES)) {
                packages.append(packages.isEmpty() ? "" : ",").append(value);
            } else if (option.equals(DEBUGGER) && value.strip().equals("weave")) {
                weavesForDebugger = true;
            } else if (!part.isBlank()) {
                unknown.add("unknown option (" + part + "); known are packages=com.acme,org.foo and debugger=weave");
            }
        }
        return new AgentOptions(packages.toString(), weavesForDebugger, List.copyOf(unknown));
    }
}
