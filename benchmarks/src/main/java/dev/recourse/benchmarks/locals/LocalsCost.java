package dev.recourse.benchmarks.locals;

import dev.recourse.benchmarks.Cost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.openjdk.jmh.runner.RunnerException;

/** Prints the medians of several rounds, in each of which everything is measured woven and not. */
public final class LocalsCost {

    private static final int ROUNDS = 5;

    private static final int STARTS_A_ROUND = 3;

    private LocalsCost() {}

    /**
     * Takes as many rounds as are asked for.
     *
     * @param args the sample's jar; a number if it should not be five rounds; methods of the benchmark if it should not be
     *     all, nor the start of the sample
     */
    public static void main(String[] args) throws RunnerException, IOException, InterruptedException {
        Path sample = Path.of(args[0]);
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : ROUNDS;
        Map<Workload, List<Pair>> pairs = new EnumMap<>(Workload.class);
        List<Startup> plain = new ArrayList<>();
        List<Startup> woven = new ArrayList<>();
        List<String> methods = List.of(args).subList(Math.min(2, args.length), args.length);
        for (int round = 1; round <= rounds; round++) {
            System.out.println("Round " + round + " of " + rounds);
            for (int i = 0; methods.isEmpty() && i < STARTS_A_ROUND; i++) {
                plain.add(Startup.of(sample, List.of()));
                woven.add(Startup.of(sample, List.of(Agent.option())));
            }
            for (Workload workload : Workload.of(methods)) {
                pairs.computeIfAbsent(workload, each -> new ArrayList<>()).add(pair(workload, round % 2 == 0));
            }
        }
        System.out.printf("%nJava %s, medians of %d rounds%n%n", Runtime.version(), rounds);
        System.out.printf("%-34s%14s%14s%8s%12s%8s%n", "", "cpu ns/op", "woven", "ratio", "B/op", "more");
        pairs.forEach(LocalsCost::print);
        if (!methods.isEmpty()) {
            return;
        }
        System.out.printf("%-34s%36.3f%n", "all loops, geometric mean", loops(pairs, false));
        System.out.printf("%-34s%36.3f%n", "  after exceptions", loops(pairs, true));
        System.out.printf("%n%-34s%14s%14s%8s%n", "start of the sample", "ms", "with agent", "ratio");
        print("by the clock", plain, woven, Startup::time);
        print("processor time", plain, woven, Startup::cpuTime);
    }

    private static Pair pair(Workload workload, boolean wovenFirst) throws RunnerException {
        Cost first = Fork.cost(workload, wovenFirst);
        Cost second = Fork.cost(workload, !wovenFirst);
        return wovenFirst ? new Pair(second, first) : new Pair(first, second);
    }

    /** What becomes of a single one is chance to a few percent: the same code may be laid out better or worse. */
    private static double loops(Map<Workload, List<Pair>> pairs, boolean thrown) {
        double logarithm = Workload.loops().stream()
                .filter(loop -> loop.thrown() == thrown)
                .mapToDouble(loop -> Math.log(median(pairs.getOrDefault(loop, List.of()), Pair::ratio)))
                .average()
                .orElseThrow();
        return Math.exp(logarithm);
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

    private static void print(
            String label, List<Startup> plain, List<Startup> woven, ToDoubleFunction<Startup> figure) {
        double before = median(plain, figure);
        double after = median(woven, figure);
        System.out.printf("%-34s%14.0f%14.0f%8.3f%n", label, before, after, after / before);
    }

    private static <T> double median(List<T> measured, ToDoubleFunction<T> figure) {
        return measured.stream().mapToDouble(figure).sorted().toArray()[measured.size() / 2];
    }
}
