package dev.recourse.benchmarks.locals;

import dev.recourse.benchmarks.Cost;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.openjdk.jmh.runner.RunnerException;

/** Prints the medians of several rounds, in each of which everything is measured woven and not. */
public final class LocalsCost {

    private static final int ROUNDS = 9;

    private LocalsCost() {}

    public static void main(String[] args) throws RunnerException, IOException, InterruptedException {
        Map<Workload, List<Pair>> pairs = new EnumMap<>(Workload.class);
        for (int round = 1; round <= ROUNDS; round++) {
            System.out.println("Round " + round + " of " + ROUNDS);
            for (Workload workload : Workload.values()) {
                pairs.computeIfAbsent(workload, each -> new ArrayList<>()).add(pair(workload, round % 2 == 0));
            }
        }
        System.out.printf("%nJava %s, medians of %d rounds%n%n", Runtime.version(), ROUNDS);
        System.out.printf("%-34s%14s%14s%8s%12s%8s%n", "", "cpu ns/op", "woven", "ratio", "B/op", "more");
        pairs.forEach(LocalsCost::print);
    }

    private static Pair pair(Workload workload, boolean wovenFirst) throws RunnerException {
        Cost first = Fork.cost(workload, wovenFirst);
        Cost second = Fork.cost(workload, !wovenFirst);
        return wovenFirst ? new Pair(second, first) : new Pair(first, second);
    }

    private static void print(Workload workload, List<Pair> pairs) {
        System.out.printf(
                "%-34s%14.1f%14.1f%8.3f%12d%+8d%n",
                workload.label(),
                median(pairs, pair -> pair.plain().cpuTime()),
                median(pairs, pair -> pair.woven().cpuTime()),
                median(pairs, Pair::ratio),
                Math.round(median(pairs, pair -> pair.plain().bytes())),
                Math.round(median(pairs, Pair::moreBytes)));
    }

    private static double median(List<Pair> pairs, ToDoubleFunction<Pair> figure) {
        return pairs.stream().mapToDouble(figure).sorted().toArray()[pairs.size() / 2];
    }
}
