package dev.recourse.benchmarks.crash;

import dev.recourse.crash.render.Redactor;
import java.util.List;
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
import org.openjdk.jmh.annotations.Warmup;

/** Takes secrets out of texts of 16 KB, some of them chosen to take long. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH sets the fields up
public class RedactionBenchmark {

    private static final int LENGTH = 16_384;

    /** What the text repeats. */
    @Param({
        "2026-11-30 10:00:00.123 INFO [main] c.a.Orders : order 4711 of ada saved in 12 ms, next in queue: 3\n",
        "{\"id\":4711,\"user\":\"ada\",\"password\":\"hunter2\",\"tags\":[\"a\",\"b\"]},",
        "a:",
        "password ",
        "(password: is ",
        "password=a[\" ",
        "a://b:c@"
    })
    public String part;

    private final Redactor redactor = new Redactor(List.of(), List.of());

    private String text;

    @Setup
    public void repeat() {
        text = part.repeat(LENGTH / part.length() + 1).substring(0, LENGTH);
    }

    @Benchmark
    public String text() {
        return redactor.text(text);
    }
}
