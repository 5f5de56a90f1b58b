package dev.recourse.benchmarks.durable;

import com.github.kagkarlsson.scheduler.Scheduler;
import dev.recourse.benchmarks.durable.Database.Running;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
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
import org.springframework.jdbc.core.JdbcTemplate;

/** A row of the scheduler's table, in a transaction of its own. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 4)
@Measurement(iterations = 3, time = 4)
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH sets the fields up
public class StoringBenchmark {

    @Param
    public Database database;

    @Param
    public Way contender;

    private Running running;
    private ConfigurableApplicationContext context;
    private Runnable way;

    @Setup
    public void start() throws IOException {
        running = database.start();
        context = OrderApplication.start(running, Map.of());
        context.getBean(Scheduler.class).pause();
        way = contender.in(context);
    }

    @Setup(Level.Iteration)
    public void clear() {
        table().update("delete from scheduled_tasks");
    }

    int rows() {
        return Objects.requireNonNull(table().queryForObject("select count(*) from scheduled_tasks", Integer.class));
    }

    private JdbcTemplate table() {
        return new JdbcTemplate(context.getBean(DataSource.class));
    }

    @Benchmark
    public void store() {
        way.run();
    }

    @TearDown
    public void stop() throws IOException {
        context.close();
        running.close();
    }
}
