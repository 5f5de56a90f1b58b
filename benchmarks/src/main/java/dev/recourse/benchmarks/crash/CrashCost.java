package dev.recourse.benchmarks.crash;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Prints the medians of several rounds, in each of which every scenario has a process of its own. */
public final class CrashCost {

    private static final int ROUNDS = 5;

    private CrashCost() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Map<Scenario, List<Map<String, Long>>> rounds = new EnumMap<>(Scenario.class);
        for (int round = 1; round <= ROUNDS; round++) {
            System.out.println("Round " + round + " of " + ROUNDS);
            for (Scenario scenario : Scenario.values()) {
                rounds.computeIfAbsent(scenario, each -> new ArrayList<>()).add(Measurement.of(scenario));
            }
        }
        System.out.printf("%nJava %s, medians of %d rounds%n", Runtime.version(), ROUNDS);
        print(
                rounds,
                false,
                "nothing crashes",
                List.of("start", "cpu", "threads", "heap"),
                List.of("ms", "ms", "", "KB"));
        print(rounds, true, "a crash", List.of("held", "stored", "end"), List.of("ms", "ms", "ms"));
    }

    private static void print(
            Map<Scenario, List<Map<String, Long>>> rounds,
            boolean crashes,
            String title,
            List<String> figures,
            List<String> units) {
        System.out.printf("%n%-34s", title);
        for (int i = 0; i < figures.size(); i++) {
            System.out.printf("%12s", (figures.get(i) + " " + units.get(i)).strip());
        }
        System.out.println();
        for (Scenario scenario : Scenario.values()) {
            if (scenario.crashes() == crashes) {
                List<Map<String, Long>> measured = rounds.getOrDefault(scenario, List.of());
                System.out.printf("%-34s", scenario.label());
                figures.forEach(figure -> System.out.printf("%12d", median(measured, figure)));
                System.out.println();
            }
        }
    }

    private static long median(List<Map<String, Long>> rounds, String figure) {
        long[] sorted = rounds.stream()
                .mapToLong(round -> round.getOrDefault(figure, 0L))
                .sorted()
                .toArray();
        return Arrays.stream(sorted).skip(sorted.length / 2).findFirst().orElse(0);
    }
}
