package dev.recourse.benchmarks.locals;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How long the sample takes until it says that it has started.
 *
 * @param time in ms, as a clock on the wall shows it
 * @param cpuTime in ms, of all threads
 */
record Startup(long time, long cpuTime) {

    static Startup of(Path jar, List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-jar", jar.toString(), "--logging.threshold.console=info"));
        command.add("--recourse.crash.directory=" + jar.resolveSibling("benchmark-reports"));
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.contains(" : Started ")) {
                    return new Startup(
                            Duration.ofNanos(System.nanoTime() - begin).toMillis(), cpuTime(process));
                }
            }
            throw new IOException("Did not start: " + String.join(" ", command));
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    private static long cpuTime(Process process) {
        return process.info().totalCpuDuration().map(Duration::toMillis).orElse(0L);
    }
}
