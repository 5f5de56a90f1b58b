package dev.recourse.benchmarks;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.openjdk.jmh.results.RunResult;

/** The costs of all contenders, measured one after the other. */
final class Round {

    private final Map<Contender, Cost> costs = new EnumMap<>(Contender.class);

    Round(Collection<RunResult> results) {
        for (RunResult result : results) {
            costs.put(Contender.valueOf(result.getParams().getParam("contender")), Cost.of(result));
        }
    }

    /** Returns who was measured. */
    Set<Contender> contenders() {
        return costs.keySet();
    }

    Cost cost(Contender contender) {
        return Objects.requireNonNull(costs.get(contender));
    }

    /** Returns the processor time as a multiple of what the no-op proxy took. */
    double ratio(Contender contender) {
        return cost(contender).cpuTime() / cost(contender.baseline()).cpuTime();
    }

    /** Returns the bytes over those of the no-op proxy. */
    double moreBytes(Contender contender) {
        return cost(contender).bytes() - cost(contender.baseline()).bytes();
    }
}
