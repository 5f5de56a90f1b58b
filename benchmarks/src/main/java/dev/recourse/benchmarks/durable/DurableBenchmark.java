package dev.recourse.benchmarks.durable;

import dev.recourse.benchmarks.durable.Database.Running;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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

/** A call that succeeds at once, of a method whose calls would be stored otherwise. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH sets the fields up
public class DurableBenchmark {

    @Param
    public DurableContender contender;

    private final Order order = Order.sample();
    private Running database;
    private ConfigurableApplicationContext context;
    private Consumer<Order> method;

    @Setup
    public void start() throws IOException {
        database = Database.H2.start();
        context = DurableContender.start(database);
        method = contender.call(context.getBean(Orders.class));
    }

    @Benchmark
    public void call() {
        method.accept(order);
    }

    @TearDown
    public void stop() throws IOException {
        context.close();
        database.close();
    }
}
