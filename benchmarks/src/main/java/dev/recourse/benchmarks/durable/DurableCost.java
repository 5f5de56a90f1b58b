package dev.recourse.benchmarks.durable;

import dev.recourse.benchmarks.Comparison;
import dev.recourse.benchmarks.Cost;
import dev.recourse.benchmarks.durable.Database.Running;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;

/** Prints what durable calls cost, the medians of several rounds. */
public final class DurableCost {

    private static final int ROUNDS = 3;

    private DurableCost() {}

    public static void main(String[] args) throws RunnerException, IOException, InterruptedException {
        List<Collection<RunResult>> succeeding = rounds(DurableBenchmark.class);
        List<Collection<RunResult>> storing = rounds(StoringBenchmark.class);
        System.out.printf("%nJava %s, medians of %d rounds%n%n", Runtime.version(), ROUNDS);
        System.out.printf("%-34s%9s%11s%8s%n", "A call that succeeds", "ns/op", "cpu ns/op", "B/op");
        for (DurableContender contender : DurableContender.values()) {
            List<Cost> costs = costs(succeeding, Map.of("contender", contender.name()));
            System.out.printf(
                    "%-34s%9.1f%11.1f%8.0f%n",
                    contender.label(),
                    median(costs, Cost::time),
                    median(costs, Cost::cpuTime),
                    median(costs, Cost::bytes));
        }
        for (Database database : Database.values()) {
            print(database, storing);
        }
        try (Running database = Database.POSTGRESQL.start()) {
            printThroughput(database);
            printLateness(database);
        }
    }

    private static List<Collection<RunResult>> rounds(Class<?> benchmark) throws RunnerException {
        List<Collection<RunResult>> rounds = new ArrayList<>();
        while (rounds.size() < ROUNDS) {
            System.out.println(benchmark.getSimpleName() + ", round " + (rounds.size() + 1) + " of " + ROUNDS);
            rounds.add(new Runner(Comparison.options(benchmark)).run());
        }
        return rounds;
    }

    private static void print(Database database, List<Collection<RunResult>> rounds) {
        System.out.printf("%n%-34s%9s%11s%8s%n", "Storing in " + database.label(), "us/op", "cpu us/op", "KB/op");
        for (Way way : Way.values()) {
            List<Cost> costs = costs(rounds, Map.of("database", database.name(), "contender", way.name()));
            System.out.printf(
                    "%-34s%9.0f%11.0f%8.1f%n",
                    way.label(),
                    median(costs, Cost::time) / 1e3,
                    median(costs, Cost::cpuTime) / 1e3,
                    median(costs, Cost::bytes) / 1024);
        }
    }

    private static List<Cost> costs(List<Collection<RunResult>> rounds, Map<String, String> parameters) {
        return rounds.stream()
                .flatMap(Collection::stream)
                .filter(result -> parameters.entrySet().stream()
                        .allMatch(entry ->
                                entry.getValue().equals(result.getParams().getParam(entry.getKey()))))
                .map(Cost::of)
                .toList();
    }

    private static void printThroughput(Running database) throws InterruptedException {
        System.out.printf("%n%-34s%9s%n", "Stored calls that are due", "calls/s");
        for (String strategy : List.of("fetch", "lock-and-fetch")) {
            List<Double> figures = new ArrayList<>();
            while (figures.size() < ROUNDS) {
                figures.add(Throughput.measure(database, strategy));
            }
            System.out.printf("%-34s%9.0f%n", "polling-strategy: " + strategy, median(figures, figure -> figure));
        }
    }

    private static void printLateness(Running database) throws InterruptedException {
        System.out.printf("%n%-34s%9s%11s%n", "Later than due, a poll a second", "p50 ms", "p99 ms");
        for (boolean byAnother : List.of(false, true)) {
            List<Lateness> figures = new ArrayList<>();
            while (figures.size() < ROUNDS) {
                figures.add(Lateness.measure(database, byAnother));
            }
            System.out.printf(
                    "%-34s%9.0f%11.0f%n",
                    byAnother ? "by another node" : "by the node that has stored them",
                    median(figures, Lateness::median),
                    median(figures, Lateness::worst));
        }
    }

    private static <T> double median(List<T> results, ToDoubleFunction<T> figure) {
        return results.stream().mapToDouble(figure).sorted().toArray()[results.size() / 2];
    }
}
