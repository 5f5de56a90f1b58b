package dev.recourse.benchmarks;

import java.util.Objects;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * What a call costs.
 *
 * @param time in ns, as a clock on the wall shows it
 * @param cpuTime in ns, of all threads
 * @param bytes allocated
 */
public record Cost(double time, double cpuTime, double bytes) {

    public static Cost of(RunResult result) {
        return new Cost(
                result.getPrimaryResult().getScore(),
                profiled(result, CpuTimeProfiler.RESULT),
                profiled(result, "gc.alloc.rate.norm"));
    }

    private static double profiled(RunResult result, String name) {
        Result<?> profile = Objects.requireNonNull(result.getSecondaryResults().get(name), name);
        return profile.getScore();
    }
}
