package dev.recourse.crash.locals.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Programs in which a value of another call is close at hand; each with what a report is to show. */
class OracleTests {

    /** A class without a package that keeps what a task throws, as {@code Try} of Scala does. */
    private static final String LIBRARY = """
            class Library {
                Exception kept;
                static Library attempt(Runnable task) {
                    Library result = new Library();
                    try {
                        task.run();
                    } catch (Exception e) {
                        result.kept = e;
                    }
                    return result;
                }
                void get() throws Exception {
                    if (kept != null) throw kept;
                }
                static void through(Runnable task) {
                    task.run();
                }
                void keep(Exception e) {
                    kept = e;
                }
                int tryOrThrowLast() throws Exception {
                    if (kept != null) throw kept;
                    try {
                        return 1 / Integer.parseInt("0");
                    } catch (Exception e) {
                        kept = e;
                        return 0;
                    }
                }
                void throwButFirst(Runnable task) {
                    try {
                        task.run();
                    } catch (RuntimeException e) {
                        if (kept != null) throw e;
                        kept = e;
                    }
                }
                void keepUntil(boolean last, Runnable task) {
                    kept = last ? kept : null;
                    try {
                        task.run();
                    } catch (RuntimeException e) {
                        if (last) throw e;
                        kept = e;
                    }
                }
                void getUnchecked() {
                    if (kept != null) throw (RuntimeException) kept;
                }
                static <T extends Comparable<T>> int compare(T one, T other) {
                    return one.compareTo(other);
                }
                static final java.util.Map<Integer, RuntimeException> FAILED = new java.util.HashMap<>();
                static void once(int key, Runnable task) {
                    if (FAILED.containsKey(key)) throw FAILED.get(key);
                    try {
                        task.run();
                    } catch (RuntimeException e) {
                        FAILED.put(key, e);
                        throw e;
                    }
                }
            }
            """;

    Map<String, byte[]> compile(List<String> options, String... sources) throws Exception {
        return Compiled.with(options, sources);
    }

    /** Returns the frame of a lambda that has captured a variable. */
    String captured(String variable) {
        return "lambda{" + variable + "}";
    }

    private List<String> shown(String members) throws Exception {
        return shown(List.of("-g", "--release", "17"), members);
    }

    /** Returns the frames; each compiler gives lambdas other names. */
    private List<String> shown(List<String> options, String members) throws Exception {
        String source = """
                import java.util.*;
                import java.util.concurrent.*;
                class Sample {
                    static void fail(int code) { throw new IllegalStateException("code " + code); }
                %s
                }
                """.formatted(members);
        String name = Program.newName();
        return Program.of(compile(options, LIBRARY, source.replaceAll("\\bSample\\b", name)), name).shown().stream()
                .map(line -> line.replaceFirst("^lambda[$][$\\w]*", "lambda").replace(name, "Sample"))
                .toList();
    }

    @Test
    void causeThatWasKeptInAnotherRoundHasNothingOfTheRoundThatThrows() throws Exception {
        assertThat(shown("""
                RuntimeException kept;
                static void run() {
                    Sample batch = new Sample();
                    for (int round = 1; round < 4; round++) {
                        batch.step(round);
                    }
                }
                void step(int number) {
                    try {
                        if (number == 1) fail(number);
                    } catch (RuntimeException problem) {
                        kept = problem;
                    }
                    if (number == 3) throw new IllegalArgumentException(kept);
                }
                """))
                .containsExactly(
                        "step{number=3, this=Sample}",
                        "run{batch=Sample, round=3}",
                        "caused by",
                        "fail{code=1}",
                        "step{number=1, this=Sample}",
                        "run-");
    }

    @Test
    void causeThatIsWrappedWhereItWasCaughtHasTheFramesOfTheExceptionAround() throws Exception {
        assertThat(shown("""
                static void run() {
                    for (int round = 1; round < 4; round++) {
                        step(round);
                    }
                }
                static void step(int number) {
                    try {
                        if (number == 2) fail(number);
                    } catch (RuntimeException problem) {
                        throw new IllegalArgumentException(problem);
                    }
                }
                """))
                .containsExactly(
                        "step{number=2, problem=IllegalStateException}",
                        "run{round=2}",
                        "caused by",
                        "fail{code=2}",
                        "step{number=2}",
                        "run{round=2}");
    }

    @Test
    void causeOfAnotherThreadThatRunsTheSameLoopHasItsOwnOnly() throws Exception {
        assertThat(shown("""
                final int name;
                Sample(int name) { this.name = name; }
                static void run() throws Exception {
                    CompletableFuture<Object> result = new CompletableFuture<>();
                    Thread first = new Thread(() -> new Sample(1).loop(new int[] {10, 11}, result));
                    first.start();
                    first.join();
                    FutureTask<Object> second = new FutureTask<>(() -> { new Sample(2).loop(new int[] {20}, result); return null; });
                    Thread thread = new Thread(second);
                    thread.start();
                    second.get();
                }
                void loop(int[] jobs, CompletableFuture<Object> result) {
                    for (int job : jobs) {
                        work(job, result);
                    }
                }
                void work(int job, CompletableFuture<Object> result) {
                    try {
                        if (job == 11) fail(job);
                    } catch (RuntimeException problem) {
                        result.completeExceptionally(problem);
                    }
                    if (job == 20) {
                        try {
                            result.get();
                        } catch (Exception problem) {
                            throw new IllegalArgumentException(problem.getCause());
                        }
                    }
                }
                """))
                .contains(
                        "work{job=20, problem=ExecutionException}",
                        "loop{job=20, result=CompletableFuture, this=Sample}")
                .endsWith("caused by", "fail{code=11}", "work{job=11, result=CompletableFuture}", "loop-", "lambda-");
    }

    @Test
    void exceptionWhoseTraceWasTakenAgainHasTheFramesOfThat() throws Exception {
        assertThat(shown("""
                static final IllegalStateException SHARED = new IllegalStateException();
                static void run() {
                    for (int i = 0; i < 8; i += 7) {
                        try { op(i); } catch (RuntimeException e) { if (i == 7) throw e; }
                    }
                }
                static void op(int number) { SHARED.fillInStackTrace(); throw SHARED; }
                """)).doesNotContain("op{number=0}", "run{i=0}");
    }

    @Test
    void failureThatIsKeptAndThrownInALaterRoundHasNothingOfThat() throws Exception {
        assertThat(shown("""
                static void run() throws Exception {
                    Library result = null;
                    for (int round = 1; round < 3; round++) {
                        if (round == 1) {
                            int given = round;
                            result = Library.attempt(() -> fail(given));
                        } else {
                            result.get();
                        }
                    }
                }
                """)).containsExactly("fail{code=1}", captured("given=1"), "run-");
    }

    @Test
    void failureThatIsKeptAndThrownOnTheSameLineHasNothingOfThat() throws Exception {
        assertThat(shown("""
                static void run() throws Exception {
                    Library result = null;
                    for (int round = 1; round < 3; round++) { int given = round; if (round == 1) result = Library.attempt(() -> fail(given)); else result.get(); }
                }
                """)).containsExactly("fail{code=1}", captured("given=1"), "run-");
    }

    @Test
    void failureThatAMethodKeepsAndItsCallerThrowsOnTheSameLineHasNothingOfThat() throws Exception {
        assertThat(shown("""
                static Exception attempt(int number) { try { fail(number); return null; } catch (Exception e) { return e; } }
                static void raise(Exception e) throws Exception { throw e; }
                static void run() throws Exception {
                    Exception kept = null;
                    for (int round = 1; round < 3; round++) { if (round == 1) kept = attempt(round); else raise(kept); }
                }
                """)).containsExactly("fail{code=1}", "attempt{number=1}", "run-");
    }

    @Test
    void failureThatAMethodKeepsBeforeItHasVariablesHasNothingOfTheNextCall() throws Exception {
        assertThat(shown("""
                static int turn;
                static Library kept = new Library();
                static void work() { int now = turn; if (now == 0) fail(now); }
                static void step() throws Exception {
                    try { work(); } catch (RuntimeException e) { kept.kept = e; } int later = turn; if (later == 2) kept.get();
                }
                static void run() throws Exception {
                    for (turn = 0; turn < 3; turn++) {
                        step();
                    }
                }
                """)).containsExactly("fail{code=0}", "work{now=0}", "step-", "run-");
    }

    @Test
    void failureThatWasMadeButThrownLaterHasNothingOfThat() throws Exception {
        assertThat(shown("""
                static Exception kept;
                static void make(int number) { kept = new Exception("made"); }
                static void raise(int number) throws Exception { throw kept; }
                static void run() throws Exception {
                    for (int round = 1; round < 3; round++) { if (round == 1) make(round); else raise(round); }
                }
                """)).containsExactly("make-", "run-");
    }

    @Test
    void failureThatALibraryKeepsAndThrowsOutOfTheSameCallHasNothingOfThat() throws Exception {
        assertThat(shown("""
                static void run() throws Exception {
                    Library library = new Library();
                    for (int round = 1; round < 3; round++)
                        library.tryOrThrowLast();
                }
                """)).containsExactly("run-");
    }

    @Test
    void failureThatIsMadeHereAndThrownByALibraryLaterHasNothingOfThat() throws Exception {
        assertThat(shown("""
                static void run() throws Exception {
                    Library library = new Library();
                    for (int round = 1; round < 3; round++) step(library, round);
                }
                static void step(Library library, int round) throws Exception {
                    if (round == 1) library.keep(new IllegalStateException()); else library.get();
                }
                """)).containsExactly("step-", "run-");
        assertThat(shown("""
                static int round;
                static final Library LIBRARY = new Library();
                static void run() throws Exception {
                    for (int i = 1; i < 3; i++) turn(i);
                }
                static void turn(int number) throws Exception {
                    round = number;
                    step();
                }
                static void step() throws Exception {
                    if (round == 1) LIBRARY.keep(new IllegalStateException()); else LIBRARY.get();
                }
                """)).containsExactly("step-", "turn-", "run-");
    }

    @Test
    void failureThatLeftALineBeforeItHadVariablesHasNothingOfTheNextTime() throws Exception {
        assertThat(shown("""
                static int turn;
                static final Library LIBRARY = new Library();
                static void work() { int now = turn; if (now == 0) fail(now); }
                static void step() { work(); int later = turn; if (later == 1) LIBRARY.getUnchecked(); }
                static void run() {
                    for (turn = 0; turn < 2; turn++) LIBRARY.throwButFirst(Sample::step);
                }
                """)).containsExactly("fail{code=0}", "work{now=0}", "step-", "run-");
    }

    @Test
    void callThatGoesThroughMethodsOfTheSameNameOnOneLineHasTheValuesOfEach() throws Exception {
        assertThat(shown("""
                static void run() { step(5); }
                static void step() { fail(1); } static void step(int number) { step(); }
                """)).containsExactly("fail{code=1}", "step-", "step{number=5}", "run-");
        assertThat(shown("""
                static void run() { Library.compare(new Node(3), new Node(4)); }
                record Node(int number) implements Comparable<Node> { public int compareTo(Node other) { int left = number; return left == 0 ? 1 / left : Library.compare(new Node(left - 1), other); } }
                """))
                .filteredOn(line -> line.contains("left="))
                .containsExactly(
                        "compareTo{left=0}",
                        "compareTo{left=1, other=Node}",
                        "compareTo{left=2, other=Node}",
                        "compareTo{left=3, other=Node}");
    }

    @Test
    void exceptionWithTheTraceOfAnotherHasNothingOfItsOwn() throws Exception {
        assertThat(shown("""
                static RuntimeException other;
                static void run() { count(3); }
                static int count(int n) {
                    RuntimeException problem = new IllegalStateException();
                    if (n == 0) {
                        other = problem;
                        return 0;
                    }
                    count(n - 1);
                    if (n < 3) return n;
                    problem.setStackTrace(other.getStackTrace());
                    throw problem;
                }
                """)).containsOnly("count-", "run-");
    }

    @Test
    void recursionHasTheValuesOfEachCall() throws Exception {
        String recursion = """
                static void run() { count(3); }
                static int count(int n) { if (n == 0) fail(n); return count(n - 1) + 1; }
                """;
        assertThat(shown(recursion))
                .containsExactly("fail{code=0}", "count{n=0}", "count{n=1}", "count{n=2}", "count{n=3}", "run-");
        assertThat(shown("""
                static void run() { count(3); }
                static int count(int n) { return n == 0 ? none() : count(n - 1) + 1; } static int none() { throw new Error(); }
                """)).containsExactly("none-", "count{n=0}", "count{n=1}", "count{n=2}", "count{n=3}", "run-");
        assertThat(shown(List.of("-g:vars"), recursion))
                .allMatch(line -> List.of(
                                "fail{code=0}",
                                "count{n=0}",
                                "count{n=1}",
                                "count{n=2}",
                                "count{n=3}",
                                "fail-",
                                "count-",
                                "run-")
                        .contains(line));
    }

    @Test
    void recursionWhoseFirstFramesWereTooManyHasTheValuesOfEachCall() throws Exception {
        List<String> lines = shown("""
                static void run() {
                    for (int i = 0; i < 40; i++) {
                        try { count(2, i); } catch (RuntimeException e) { if (i == 39) throw e; }
                    }
                }
                static int count(int n, int i) { if (n == 0) fail(i); return count(n - 1, i) + 1; }
                """);
        assertThat(lines)
                .hasSize(5)
                .allMatch(
                        line -> List.of("fail-", "count-", "run-", "run{i=39}", "count{i=39, n=1}", "count{i=39, n=2}")
                                .contains(line));
    }

    /** Its place has room again when it comes for the second time. */
    @Test
    void failureThatWasTooManyAndIsThrownAgainByACacheHasNothingOfThat() throws Exception {
        assertThat(shown("""
                static void run() throws Exception {
                    for (int round = 0; round < 91; round++) {
                        if (round == 90) Thread.sleep(300);
                        int key = round == 90 ? 80 : round;
                        try {
                            step(key, round);
                        } catch (RuntimeException e) {
                            if (round == 90) throw e;
                        }
                    }
                }
                static void step(int key, int round) {
                    Library.once(key, () -> fail(key));
                }
                """)).hasSize(4).noneMatch(line -> line.contains("round=90"));
    }

    /** Each is one too many, and is kept outside of the call that throws the last one again. */
    @Test
    void failureThatWasTooManyAndIsThrownAgainByTheSameCallHasNothingOfThat() throws Exception {
        assertThat(shown("""
                static void run() throws Exception {
                    Library library = new Library();
                    for (int round = 0; round < 61; round++) {
                        int given = round;
                        if (round == 60) Thread.sleep(300);
                        library.keepUntil(round == 60, () -> step(library, given));
                    }
                }
                static void step(Library library, int given) {
                    act(library, given);
                }
                static void act(Library library, int given) {
                    library.getUnchecked(); fail(given);
                }
                """)).contains("fail-").noneMatch(line -> line.contains("given=60"));
    }

    @Test
    void failureOfAHelperThatHasTooManyHasTheFramesOfItsCaller() throws Exception {
        assertThat(shown("""
                static void check(int number) { if (number > 0) fail(number); }
                static void run() {
                    for (int i = 1; i < 40; i++) {
                        try { check(i); } catch (RuntimeException e) { }
                    }
                    other(7);
                }
                static void other(int given) {
                    check(given);
                }
                """)).containsExactly("fail-", "check-", "other{given=7}", "run-");
    }

    @Test
    void retryThatThrowsTheLastFailureHasTheRoundInWhichItCame() throws Exception {
        assertThat(shown("""
                static void run() { String who = "me".trim(); retry(3); who.length(); }
                static void retry(int times) {
                    RuntimeException last = null;
                    for (int i = 0; i < times; i++) {
                        try {
                            fail(i);
                        } catch (RuntimeException e) {
                            last = e;
                        }
                    }
                    throw last;
                }
                """))
                .containsExactly("fail{code=2}", "retry{i=2, last=IllegalStateException, times=3}", "run{who=me}");
    }

    @Test
    void finallyAndResourcesAndLocksLetTheExceptionThrough() throws Exception {
        assertThat(shown("""
                static void run() throws Exception {
                    for (int round = 0; round < 2; round++) {
                        if (round == 1) locked(round);
                    }
                }
                static void locked(int number) throws Exception {
                    synchronized (Sample.class) {
                        open(number);
                    }
                }
                static void open(int number) throws Exception {
                    try (AutoCloseable it = () -> {}) {
                        last(number);
                    }
                }
                static void last(int number) {
                    try {
                        fail(number);
                    } finally {
                        number++;
                    }
                }
                """))
                .hasSize(5)
                .startsWith("fail{code=1}", "last{number=1}")
                .element(2)
                .asString()
                .startsWith("open{it=")
                .contains("number=1");
    }

    @Test
    void catchOfAnotherTypeLetsTheExceptionThrough() throws Exception {
        assertThat(shown("""
                static void run() throws Exception {
                    for (int round = 0; round < 2; round++) {
                        if (round == 1) other(round);
                    }
                }
                static void other(int number) throws Exception {
                    try {
                        fail(number);
                    } catch (IllegalArgumentException e) {
                        e.printStackTrace();
                    }
                }
                """)).containsExactly("fail{code=1}", "other{number=1}", "run{round=1}");
    }

    @Test
    void codeOfLibrariesBetweenIsPassedThrough() throws Exception {
        assertThat(shown("""
                static void run() throws Exception {
                    String name = "x".trim();
                    List.of(1, 2).forEach(each -> Library.through(() -> fail(each)));
                    name.trim();
                }
                """)).containsExactly("fail{code=1}", captured("each=1"), "lambda{each=1}", "run{name=x}");
    }

    @Test
    void exceptionOfTheJvmAndOfALibraryIsThatOfTheLine() throws Exception {
        assertThat(shown("""
                static void run() throws Exception {
                    for (int round = 0; round < 3; round++) {
                        divide(round, 2 - round);
                    }
                }
                static int divide(Integer a, int b) {
                    return a / b;
                }
                """)).containsExactly("divide{a=2, b=0}", "run{round=2}");
        assertThat(shown("""
                static void run() throws Exception {
                    String text = "x" + 1;
                    int number = Integer.parseInt(text);
                }
                """)).containsExactly("run{text=x1}");
    }

    /** What an interface returns may be an exception that somebody made: here its type, or the cast of it, says no. */
    @Test
    void exceptionOfTheJvmIsThatOfTheLineOnWhichOtherValuesAreFetched() throws Exception {
        assertThat(shown("""
                static void run() {
                    String who = "me".trim();
                    sum(List.of(4, 0));
                    who.trim();
                }
                static int sum(List<Integer> counts) {
                    int sum = 0;
                    for (Integer count : counts) sum += 100 / count;
                    return sum;
                }
                """)).containsExactly("sum{count=0, sum=25}", "run{who=me}");
        assertThat(shown("""
                static void run() {
                    Map<String, List<Integer>> sizes = new TreeMap<>(Map.of("a", List.of()));
                    for (Map.Entry<String, List<Integer>> each : sizes.entrySet()) sizes.put("b", List.of(1 / each.getValue().size()));
                }
                """)).singleElement().asString().contains("sizes=TreeMap");
        assertThat(shown("""
                static void run() {
                    String number = "one".trim();
                    Map<String, Object> values = Map.of("name", "x", "number", number);
                    String name = (String) values.get("name"); int found = (Integer) values.get("number");
                    (number + name).trim();
                }
                """)).singleElement().asString().contains("name=x, number=one");
    }

    @Test
    void exceptionThatAFactoryMakesHasTheFrameThatThrowsIt() throws Exception {
        assertThat(shown("""
                static RuntimeException problem(int code) { return new IllegalStateException("code " + code); }
                static void run() {
                    for (int round = 0; round < 3; round++) {
                        if (round == 2) throw problem(round);
                    }
                }
                """)).containsExactly("problem-", "run{round=2}");
        assertThat(shown("""
                static void run() {
                    Optional<String> none = Optional.empty();
                    for (int round = 0; round < 3; round++) {
                        int given = round;
                        none.orElseThrow(() -> new IllegalStateException("none " + given));
                    }
                }
                """)).containsExactly("lambda-", "run{given=0, none=Optional, round=0}");
        assertThat(shown("""
                static void run() {
                    for (int round = 0; round < 3; round++) {
                        IllegalStateException problem = new IllegalStateException();
                        problem.addSuppressed(new Exception());
                        if (round == 1)
                            throw problem;
                    }
                }
                """)).containsExactly("run{problem=IllegalStateException, round=1}");
    }
}
