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

/** A call that fails twice, is made again at once, and then succeeds; nobody logs it. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 8, time = 2)
@Measurement(iterations = 5, time = 2)
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH sets the fields up
public class FailingPathBenchmark {

    @Param({"RECOURSE", "SPRING_RETRY", "SPRING", "RESILIENCE4J"})
    public Contender contender;

    private ConfigurableApplicationContext context;
    private Api api;

    @Setup
    public void start() {
        context = contender.start(ImpatientClient.class);
        api = context.getBean(Api.class);
    }

    @Benchmark
    public String call() {
        return api.call(new Quota(2));
    }

    @TearDown
    public void stop() {
        context.close();
    }
}
