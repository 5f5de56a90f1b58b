package dev.recourse.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Scanner;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;

/** Prints what a mono that succeeds at once costs, and what calls cost that wait, medians of several rounds each. */
public final class AsyncComparison {

    private static final int ROUNDS = 3;

    private AsyncComparison() {}

    public static void main(String[] args) throws RunnerException, IOException, InterruptedException {
        List<Collection<RunResult>> rounds = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            rounds.add(new Runner(Comparison.options(MonoBenchmark.class)).run());
        }
        System.out.printf("Java %s, medians of %d rounds%n%n", Runtime.version(), ROUNDS);
        System.out.printf("%-36s%9s%11s%8s%n", "A mono that succeeds", "ns/op", "cpu ns/op", "B/op");
        for (MonoContender contender : MonoContender.values()) {
            List<Cost> costs =
                    rounds.stream().map(round -> cost(round, contender)).toList();
            System.out.printf(
                    "%-36s%9.0f%11.0f%8.0f%n",
                    contender.label(),
                    median(costs.stream().map(Cost::time).toList()),
                    median(costs.stream().map(Cost::cpuTime).toList()),
                    median(costs.stream().map(Cost::bytes).toList()));
        }
        System.out.printf("%n%-36s%9s%11s%8s%n", Waiting.CALLS + " calls that wait 2 s", "s", "B/call", "threads");
        for (WaitingContender contender : WaitingContender.values()) {
            if (contender.isAvailable()) {
                print(contender);
            }
        }
    }

    private static Cost cost(Collection<RunResult> round, MonoContender contender) {
        return round.stream()
                .filter(result -> result.getParams().getParam("contender").equals(contender.name()))
                .map(Cost::of)
                .findFirst()
                .orElseThrow();
    }

    private static void print(WaitingContender contender) throws IOException, InterruptedException {
        List<Double> seconds = new ArrayList<>();
        List<Double> bytes = new ArrayList<>();
        List<Double> threads = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            Scanner figures = new Scanner(measure(contender)).useLocale(Locale.ROOT);
            seconds.add(figures.nextDouble());
            bytes.add(figures.nextDouble());
            threads.add(figures.nextDouble());
        }
        System.out.printf(
                "%-36s%9.2f%11.0f%8.0f%n", contender.label(), median(seconds), median(bytes), median(threads));
    }

    private static String measure(WaitingContender contender) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms512m",
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Waiting.class.getName(),
                        contender.name())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String last = "";
        try (Scanner output = new Scanner(process.getInputStream(), StandardCharsets.UTF_8)) {
            while (output.hasNextLine()) {
                last = output.nextLine();
            }
        }
        if (process.waitFor() != 0) {
            throw new IllegalStateException(contender + " failed: " + last);
        }
        return last;
    }

    private static double median(List<Double> figures) {
        return figures.stream().sorted().toList().get(figures.size() / 2);
    }
}
