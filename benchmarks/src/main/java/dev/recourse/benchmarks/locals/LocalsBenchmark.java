package dev.recourse.benchmarks.locals;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import dev.recourse.benchmarks.locals.application.Account;
import dev.recourse.benchmarks.locals.application.JsonReader;
import dev.recourse.benchmarks.locals.application.Loops;
import dev.recourse.benchmarks.locals.application.Order;
import dev.recourse.benchmarks.locals.application.Search;
import dev.recourse.crash.locals.LocalsRecorder;
import dev.recourse.crash.locals.WeavingStats;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
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
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;

/** What an application does all the time, in a process that has the agent or not. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 3, time = 1)
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH sets the fields up
public class LocalsBenchmark {

    /** Whether exceptions have gone through the code before: the JVM then knows its handlers. */
    @Param("false")
    public boolean thrown;

    private Order order;
    private int[] amounts;
    private int[] unsorted;
    private int[][] matrix;
    private byte[] bytes;
    private Account account;
    private String json;
    private MockMvc mvc;

    @Setup
    public void start() {
        order = Inputs.order();
        amounts = Inputs.amounts();
        unsorted = Inputs.unsorted();
        matrix = Inputs.matrix();
        account = new Account(0);
        json = Inputs.json();
        bytes = json.getBytes(StandardCharsets.UTF_8);
        mvc = Inputs.mvc();
        if (thrown) {
            Failures.happenEverywhere(mvc);
        }
    }

    @Benchmark
    public long smallMethods() {
        return order.total();
    }

    @Benchmark
    public int sum() {
        return Loops.sum(amounts);
    }

    @Benchmark
    public long product() {
        return Loops.product(matrix, matrix);
    }

    @Benchmark
    public int[] sorted() {
        return Loops.sorted(unsorted);
    }

    @Benchmark
    public int hash() {
        return Loops.hash(bytes);
    }

    @Benchmark
    public int distance() {
        return Loops.distance("an exception through ten frames", "the same, recorded, in a storm");
    }

    @Benchmark
    public int letters() {
        return Loops.letters(json);
    }

    @Benchmark
    public int longest() {
        return Loops.longest(Inputs.WORDS);
    }

    @Benchmark
    public long tryFinally() {
        return account.book(amounts) + account.bookWithin(amounts);
    }

    @Benchmark
    public long synchronizedCode() {
        return account.bookLocked(amounts);
    }

    @Benchmark
    public @Nullable Object json() {
        return new JsonReader(json).read();
    }

    /** Goes through so much code that the JIT compiler takes a while. */
    @Benchmark
    @Warmup(iterations = 12, time = 1)
    public String request() throws Exception {
        return mvc.perform(post("/customers/{name}/orders", "ada")
                        .contentType(MediaType.APPLICATION_JSON)
                        .content(Inputs.LINES))
                .andReturn()
                .getResponse()
                .getContentAsString();
    }

    @Benchmark
    public String exception() {
        return Failures.through(10);
    }

    /** While more of them are thrown than the recorder takes. */
    @Benchmark
    public String recordedException(Recording recording) {
        return Failures.through(10);
    }

    /** Control flow by an exception without a trace, which ends one call. */
    @Benchmark
    public int found(Recording recording) {
        return Search.depth(1);
    }

    @Benchmark
    public int foundDeepDown(Recording recording) {
        return Search.depth(10);
    }

    @TearDown
    public void check() {
        boolean woven = WeavingStats.current().woven() > 0;
        if (woven != Boolean.getBoolean(Fork.WOVEN)) {
            throw new IllegalStateException("The code was " + (woven ? "" : "not ") + "woven");
        }
    }

    /** Has values rendered, as the starter does. */
    @State(Scope.Benchmark)
    public static class Recording {

        @Setup
        public void start() {
            LocalsRecorder.renderWith((name, value) -> String.valueOf(value));
        }
    }
}
