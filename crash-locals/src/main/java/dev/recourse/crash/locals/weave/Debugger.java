package dev.recourse.crash.locals.weave;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells whether this process was started for a debugger: it would stop in handlers where it should stop at the throw. */
final class Debugger {

    private Debugger() {}

    static boolean isAttached() {
        Optional<String[]> arguments = ProcessHandle.current().info().arguments();
        return isAttached(
                arguments
                        .map(Arrays::asList)
                        .orElseGet(() -> ManagementFactory.getRuntimeMXBean().getInputArguments())
                        .stream(),
                System.getenv());
    }

    static boolean isAttached(Stream<String> arguments, Map<String, String> environment) {
        Stream<String> variables = Stream.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")
                .map(name -> environment.getOrDefault(name, ""))
                .flatMap(options -> Arrays.stream(options.split(" ", -1)));
        return Stream.concat(arguments, variables)
                .anyMatch(option -> option.startsWith("-agentlib:jdwp") || option.startsWith("-Xrunjdwp"));
    }
}
