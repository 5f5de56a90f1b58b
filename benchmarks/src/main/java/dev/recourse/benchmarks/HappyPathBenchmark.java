package dev.recourse.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.context.ConfigurableApplicationContext;

/** A call that succeeds at once. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH sets the fields up
public class HappyPathBenchmark {

    @Param
    public Contender contender;

    private final Quota quota = new Quota(0);
    private ConfigurableApplicationContext context;
    private Api api;

    @Setup
    public void start() {
        context = contender.start(ApiClient.class);
        api = context.getBean(Api.class);
    }

    @Benchmark
    public String call() {
        return api.call(quota);
    }

    @TearDown
    public void stop() {
        context.close();
    }
}
