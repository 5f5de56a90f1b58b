package dev.recourse.benchmarks.locals;

import dev.recourse.benchmarks.Cost;
import dev.recourse.benchmarks.CpuTimeProfiler;
import dev.recourse.benchmarks.locals.application.Order;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** A process in which one workload runs, woven or not. */
final class Fork {

    /** System property that says which of the two it should be. */
    static final String WOVEN = "recourse.benchmarks.woven";

    private Fork() {}

    static Cost cost(Workload workload, boolean woven) throws RunnerException {
        return Cost.of(new Runner(options(workload, woven).build()).runSingle());
    }

    static ChainedOptionsBuilder options(Workload workload, boolean woven) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(Pattern.quote(LocalsBenchmark.class.getName() + "." + workload.method()) + "$")
                .param("thrown", String.valueOf(workload.thrown()))
                .addProfiler(GCProfiler.class)
                .addProfiler(CpuTimeProfiler.class)
                .forks(1)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
        options.jvmArgsAppend(
                "-Xms512m",
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-Dlogback.configurationFile=logback-forks.xml",
                "-D" + WOVEN + "=" + woven);
        return woven ? options.jvmArgsPrepend(Agent.option(Order.class.getPackageName())) : options;
    }
}
