package dev.recourse.benchmarks;

import java.util.List;
import org.openjdk.jmh.runner.RunnerException;

/** Prints what a call costs that fails twice, the medians of several rounds. */
public final class FailureComparison {

    private static final int ROUNDS = 3;

    private FailureComparison() {}

    public static void main(String[] args) throws RunnerException {
        List<Round> rounds = Comparison.rounds(FailingPathBenchmark.class, ROUNDS);
        System.out.printf("%nJava %s, medians of %d rounds%n%n", Runtime.version(), ROUNDS);
        System.out.printf("%-27s%9s%11s%8s%n", "A call that fails twice", "ns/op", "cpu ns/op", "B/op");
        for (Contender contender : rounds.get(0).contenders()) {
            System.out.printf(
                    "%-27s%9.0f%11.0f%8.0f%n",
                    contender.label(),
                    Comparison.median(rounds, round -> round.cost(contender).time()),
                    Comparison.median(rounds, round -> round.cost(contender).cpuTime()),
                    Comparison.median(rounds, round -> round.cost(contender).bytes()));
        }
    }
}
