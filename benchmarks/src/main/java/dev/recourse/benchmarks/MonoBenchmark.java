package dev.recourse.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
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
import reactor.core.publisher.Mono;

/** A call that returns a mono and succeeds at once. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH sets the fields up
public class MonoBenchmark {

    @Param
    public MonoContender contender;

    private final Quota quota = new Quota(0);
    private ConfigurableApplicationContext context;
    private Function<Quota, Mono<String>> api;

    @Setup
    public void start() {
        context = contender.start();
        api = contender.calls(context);
    }

    @Benchmark
    public @Nullable String call() {
        return api.apply(quota).block();
    }

    @TearDown
    public void stop() {
        context.close();
    }
}
