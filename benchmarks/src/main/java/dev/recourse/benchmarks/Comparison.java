package dev.recourse.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Prints the medians of several rounds, in each of which every contender has a process of its own. */
public final class Comparison {

    private static final int ROUNDS = 5;

    private Comparison() {}

    public static void main(String[] args) throws RunnerException {
        print(rounds(HappyPathBenchmark.class, ROUNDS));
    }

    /** Runs a benchmark of which the contender is the parameter. */
    static List<Round> rounds(Class<?> benchmark, int count) throws RunnerException {
        List<Round> rounds = new ArrayList<>();
        while (rounds.size() < count) {
            System.out.println("Round " + (rounds.size() + 1) + " of " + count);
            rounds.add(new Round(new Runner(options(benchmark)).run()));
        }
        return rounds;
    }

    /** Returns how a benchmark is measured: each of its contenders in one process, with processor time and memory. */
    public static Options options(Class<?> benchmark) {
        return new OptionsBuilder()
                .include(benchmark.getName())
                .addProfiler(GCProfiler.class)
                .addProfiler(CpuTimeProfiler.class)
                .forks(1)
                .jvmArgsAppend("-Xms512m", "-Xmx512m")
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
    }

    private static void print(List<Round> rounds) {
        System.out.printf("%nJava %s, medians of %d rounds%n%n", Runtime.version(), rounds.size());
        System.out.printf("%-27s%9s%11s%9s%8s%12s%n", "", "ns/op", "cpu ns/op", "x no-op", "B/op", "over no-op");
        for (Contender contender : Contender.values()) {
            System.out.printf(
                    "%-27s%9.1f%11.1f%9.2f%8d%+12d%n",
                    contender.label(),
                    median(rounds, round -> round.cost(contender).time()),
                    median(rounds, round -> round.cost(contender).cpuTime()),
                    median(rounds, round -> round.ratio(contender)),
                    Math.round(median(rounds, round -> round.cost(contender).bytes())),
                    Math.round(median(rounds, round -> round.moreBytes(contender))));
        }
    }

    static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
        return rounds.stream().mapToDouble(figure).sorted().toArray()[rounds.size() / 2];
    }
}
