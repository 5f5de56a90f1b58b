package dev.recourse.crash.locals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RecorderTests {

    private final AtomicLong nanos = new AtomicLong();

    private final Recorder recorder = new Recorder(nanos::get, THREADS);

    @BeforeEach
    void renderer() {
        recorder.renderWith((name, value) -> String.valueOf(value));
    }

    private static final RenderingThreads THREADS = new RenderingThreads();

    /** Plays a woven handler of a method of this class. */
    private MethodHandle handler(String method, String variables, String lines, Class<?>... types) {
        MethodType type = MethodType.methodType(void.class, types).insertParameterTypes(0, Throwable.class);
        return new RecordingSite(recorder, getClass().getName(), method, lines, Variable.parse(variables)).handle(type);
    }

    private static void leave(MethodHandle handler, Throwable failure, Object... values) {
        try {
            List<Object> arguments = new ArrayList<>(Arrays.asList(values));
            arguments.add(0, failure);
            handler.invokeWithArguments(arguments);
        } catch (Throwable ex) {
            throw new AssertionError("A handler never throws", ex);
        }
    }

    @Test
    void recordedWhenFramesAreLeftHasThemInOrder() throws Throwable {
        Exception failure = new Exception();
        handler(
                        "inner",
                        "this;count;total;open;unit;name",
                        "12-14,17",
                        getClass(),
                        int.class,
                        long.class,
                        boolean.class,
                        char.class,
                        String.class)
                .invoke(failure, this, 1, 2L, true, 'm', (String) null);
        handler("outer", "", "20").invoke(failure);

        assertThat(recorder.recorded(failure)).hasSize(2);
        RecordedFrame inner = recorder.recorded(failure).get(0);
        assertThat(inner.className()).isEqualTo(getClass().getName());
        assertThat(inner.methodName()).isEqualTo("inner");
        assertThat(inner.lines()).isEqualTo("12-14,17");
        assertThat(inner.locals())
                .containsExactly(
                        entry("this", getClass().getName()),
                        entry("count", "1"),
                        entry("total", "2"),
                        entry("open", "true"),
                        entry("unit", "m"),
                        entry("name", "null"));
        assertThat(recorder.recorded(failure).get(1).methodName()).isEqualTo("outer");
        assertThat(recorder.isIncomplete(failure)).isFalse();
    }

    @Test
    void recordedWhenVariableIsSensitiveHasNoValueOfIt() {
        Exception failure = new Exception();
        leave(handler("login", "user;[pin;tries", "", String.class, int.class), failure, "ada", 3);
        assertThat(recorder.recorded(failure).get(0).locals())
                .containsExactly(entry("user", "ada"), entry("pin", "***"), entry("tries", "3"));
    }

    @Test
    void recordedWhenNothingRendersIsEmpty() {
        recorder.renderWith(null);
        Exception failure = new Exception();
        leave(handler("a", "x", "", int.class), failure, 1);
        assertThat(recorder.recorded(failure)).isEmpty();
        assertThat(recorder.isIncomplete(failure)).isFalse();
    }

    @Test
    void recordedWhenThrowableIsEqualToAnotherIsItsOwn() {
        class Same extends Exception {
            @Override
            public boolean equals(Object other) {
                throw new IllegalStateException();
            }

            @Override
            public int hashCode() {
                throw new IllegalStateException();
            }
        }
        Exception one = new Same();
        Exception other = new Same();
        MethodHandle handler = handler("a", "x", "", int.class);
        leave(handler, one, 1);
        leave(handler, other, 2);
        assertThat(recorder.recorded(one))
                .singleElement()
                .satisfies(frame -> assertThat(frame.locals()).containsEntry("x", "1"));
        assertThat(recorder.recorded(other))
                .singleElement()
                .satisfies(frame -> assertThat(frame.locals()).containsEntry("x", "2"));
    }

    @Test
    void recordedWhenValueChangesLaterIsAsItWas() {
        List<String> value = new ArrayList<>(List.of("before"));
        Exception failure = new Exception();
        leave(handler("a", "x", "", List.class), failure, value);
        value.set(0, "after");
        assertThat(recorder.recorded(failure).get(0).locals()).containsEntry("x", "[before]");
    }

    @Test
    void recordedWhenAnotherThreadThrowsItAgainIsThatOfTheFirst() throws Exception {
        Exception failure = new Exception();
        MethodHandle handler = handler("a", "x", "", int.class);
        leave(handler, failure, 1);
        FutureTask<?> task = new FutureTask<>(() -> leave(handler, failure, 2), null);
        new Thread(task).start();
        task.get();
        leave(handler, failure, 3);
        assertThat(recorder.recorded(failure))
                .extracting(frame -> frame.locals().get("x"))
                .containsExactly("1", "3");
    }

    @Test
    void recordedWhenFutureWrapsItIsThatOfTheCause() throws Exception {
        MethodHandle handler = handler("a", "x", "", int.class);
        FutureTask<?> task = new FutureTask<>(() -> {
            IllegalStateException failure = new IllegalStateException();
            leave(handler, failure, 1);
            throw failure;
        });
        new Thread(task).start();
        try {
            task.get();
        } catch (ExecutionException ex) {
            leave(handler, ex, 2);
            assertThat(recorder.recorded(ex))
                    .extracting(frame -> frame.locals().get("x"))
                    .containsExactly("2");
            assertThat(recorder.recorded(ex.getCause()))
                    .extracting(frame -> frame.locals().get("x"))
                    .containsExactly("1");
        }
    }

    @Test
    void recordedWhenMoreVariablesThanWantedSaysHowManyAreMissing() {
        recorder.renderWith(new LocalsRenderer() {
            @Override
            public String render(String name, Object value) {
                return String.valueOf(value);
            }

            @Override
            public int maxVariables() {
                return 1;
            }
        });
        Exception failure = new Exception();
        leave(handler("a", "x;y;[z", "", int.class, int.class), failure, 1, 2);
        assertThat(recorder.recorded(failure).get(0).locals()).containsExactly(entry("x", "1"), entry("...", "2 more"));
    }

    @Test
    void handlerWhenRendererFailsGoesOnWithTheNextVariable() {
        recorder.renderWith((name, value) -> {
            if (name.equals("bad")) {
                throw new StackOverflowError();
            }
            return "good";
        });
        Exception failure = new Exception();
        leave(handler("a", "bad;x", "", int.class, int.class), failure, 1, 2);
        assertThat(recorder.recorded(failure).get(0).locals())
                .containsExactly(entry("bad", "<java.lang.StackOverflowError>"), entry("x", "good"));
    }

    @Test
    @Timeout(5)
    void handlerWhenValueHangsGoesOnWithWhatThereIs() {
        CountDownLatch never = new CountDownLatch(1);
        recorder.renderWith((name, value) -> {
            if (name.equals("hanging")) {
                awaitQuietly(never);
            }
            return "good";
        });
        Exception failure = new Exception();
        leave(handler("a", "x;hanging;y", "", int.class, int.class, int.class), failure, 1, 2, 3);
        assertThat(recorder.recorded(failure).get(0).locals())
                .containsExactly(entry("x", "good"), entry("hanging", "<not read>"), entry("y", "<not read>"));
        assertThat(recorder.isIncomplete(failure)).isTrue();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void handlerWhenRenderingThrowsThroughWovenCodeDoesNotRecordThat() {
        Exception inner = new Exception();
        MethodHandle handler = handler("a", "x", "", int.class);
        recorder.renderWith((name, value) -> {
            leave(handler, inner, 5);
            return "outer";
        });
        Exception outer = new Exception();
        leave(handler, outer, 1);
        assertThat(recorder.recorded(outer)).hasSize(1);
        assertThat(recorder.recorded(inner)).isEmpty();
    }

    @Test
    void handlerWhenThreadIsInterruptedRecordsAndKeepsTheInterruption() {
        Exception failure = new Exception();
        MethodHandle handler = handler("a", "x", "", int.class);
        Thread.currentThread().interrupt();
        leave(handler, failure, 1);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(recorder.recorded(failure).get(0).locals()).containsEntry("x", "1");
    }

    @Test
    void handlerWhenMemoryIsShortRecordsNothing() {
        Error failure = new OutOfMemoryError();
        leave(handler("a", "x", "", int.class), failure, 1);
        assertThat(recorder.recorded(failure)).isEmpty();
    }

    @Test
    void handlerWhenStackOverflowsLeavesTheErrorAndRecordsOuterFrames() throws Throwable {
        MethodHandle handler = handler("descend", "depth", "1", int.class);
        handler.invoke(new Throwable(), 0); // linked before, as by frames of other exceptions
        StackOverflowError[] thrown = new StackOverflowError[1];
        Thread thread = new Thread(() -> {
            try {
                descend(handler, 0);
            } catch (StackOverflowError ex) {
                thrown[0] = ex;
            }
        });
        thread.start();
        thread.join();
        List<RecordedFrame> frames = recorder.recorded(thrown[0]);
        assertThat(frames)
                .hasSizeBetween(1, 1024)
                .anySatisfy(frame -> assertThat(frame.locals()).containsKey("depth"));
        assertThat(recorder.isIncomplete(thrown[0])).isTrue();
    }

    @SuppressWarnings("InfiniteRecursion")
    private static int descend(MethodHandle handler, int depth) {
        try {
            return descend(handler, depth + 1) + 1;
        } catch (StackOverflowError ex) {
            try {
                handler.invoke(ex, depth);
            } catch (Throwable other) {
                // as the handlers that are woven do it
            }
            throw ex;
        }
    }

    @Test
    void recordedWhenTheSameInstanceIsThrownForeverIsBounded() {
        Exception failure = new Exception();
        MethodHandle handler = handler("a", "x", "", int.class);
        for (int i = 0; i < 5000; i++) {
            leave(handler, failure, i);
        }
        assertThat(recorder.recorded(failure)).hasSize(1024);
    }

    @Test
    void recordedWhenThrowablesAreThrownByManyThreadsHasTheirOwnValues() throws Exception {
        List<FutureTask<Boolean>> tasks = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            MethodHandle handler = handler("m" + t, "x", "", int.class);
            tasks.add(new FutureTask<>(() -> {
                boolean own = true;
                for (int i = 0; i < 2000; i++) {
                    Exception failure = new Exception();
                    leave(handler, failure, i);
                    String expected = String.valueOf(i);
                    own &= recorder.recorded(failure).stream()
                            .allMatch(frame -> List.of(expected, "<not read>")
                                    .contains(frame.locals().getOrDefault("x", expected)));
                }
                return own;
            }));
        }
        tasks.forEach(task -> new Thread(task).start());
        for (FutureTask<Boolean> task : tasks) {
            assertThat(task.get()).isTrue();
        }
    }

    @Test
    void recordedWhenOneHandlerBeginsTooManyASecondLeavesRoomForAnother() {
        MethodHandle hot = handler("hot", "x", "", int.class);
        for (int i = 0; i < 10; i++) {
            leave(hot, new Exception(), i);
        }
        Exception refused = new Exception();
        leave(hot, refused, 11);
        Exception other = new Exception();
        leave(handler("other", "x", "", int.class), other, 1);

        assertThat(recorder.recorded(refused)).isEmpty();
        assertThat(recorder.isIncomplete(refused)).isTrue();
        assertThat(recorder.recorded(other)).hasSize(1);

        nanos.addAndGet(1_000_000_000);
        Exception next = new Exception();
        leave(hot, next, 12);
        assertThat(recorder.recorded(next)).hasSize(1);
    }

    @Test
    void recordedWhenOneHandlerBeginsTooManyBeginsFurtherOut() {
        MethodHandle fail = handler("fail", "x", "", int.class);
        for (int i = 0; i < 10; i++) {
            leave(fail, new Exception(), i);
        }
        Exception failure = new Exception();
        leave(fail, failure, 11);
        leave(handler("outer", "x", "", int.class), failure, 12);
        assertThat(recorder.recorded(failure))
                .extracting(RecordedFrame::methodName)
                .containsExactly("outer");
        assertThat(recorder.isIncomplete(failure)).isTrue();
    }

    @Test
    void recordedWhenRenderingHasTakenTooMuchTimeHasFramesWithoutValues() {
        recorder.renderWith((name, value) -> {
            nanos.addAndGet(300_000_000);
            return "slow";
        });
        MethodHandle handler = handler("a", "x", "", int.class);
        Exception failure = new Exception();
        leave(handler, failure, 1);
        leave(handler, failure, 2);
        leave(handler, failure, 3);

        assertThat(recorder.recorded(failure))
                .extracting(RecordedFrame::locals)
                .containsExactly(Map.of("x", "slow"), Map.of("x", "slow"), Map.of());
        assertThat(recorder.isIncomplete(failure)).isTrue();
    }

    @Test
    void recordedWhenNobodyElseHasThemKeepsNeitherThrowableNorValuesAlive() throws Exception {
        WeakReference<Object> value = new WeakReference<>(new Object());
        WeakReference<Throwable> failure = new WeakReference<>(new Exception());
        leave(handler("a", "x", "", Object.class), failure.get(), value.get());
        assertThat(recorder.recorded(failure.get())).hasSize(1);
        for (int i = 0; i < 100 && (value.get() != null || failure.get() != null); i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertThat(value.get()).isNull();
        assertThat(failure.get()).isNull();
    }

    @Test
    void recordedWhenManyThreadsThrowAtOnceHasTheValuesOfAll() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        List<Exception> failures = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int number = i;
            MethodHandle handler = handler("m" + i, "x", "", int.class);
            Exception failure = new Exception();
            failures.add(failure);
            threads.add(new Thread(() -> {
                awaitQuietly(go);
                leave(handler, failure, number);
            }));
        }
        threads.forEach(Thread::start);
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        for (int i = 0; i < 20; i++) {
            assertThat(recorder.recorded(failures.get(i)).get(0).locals()).containsEntry("x", String.valueOf(i));
        }
    }

    @Test
    void handlersWhenValuesHangHoldUpFewThreadsAtOnce() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        recorder.renderWith((name, value) -> {
            nanos.addAndGet(250_000_000);
            awaitQuietly(never);
            return "late";
        });
        List<Exception> failures = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            MethodHandle handler = handler("m" + i, "x", "", int.class);
            Exception failure = new Exception();
            failures.add(failure);
            threads.add(new Thread(() -> {
                awaitQuietly(go);
                leave(handler, failure, 1);
            }));
        }
        threads.forEach(Thread::start);
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures)
                .filteredOn(failure -> recorder.recorded(failure).stream()
                        .anyMatch(frame -> !frame.locals().isEmpty()))
                .hasSizeBetween(1, 30);
    }

    @Test
    void recordedWhenThrowablesAreNeverLetGoIsOfTheLatest() {
        recorder.renderWith((name, value) -> "x".repeat(10_000));
        List<Exception> failures = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            failures.add(new Exception());
            leave(handler("a", "x", "", int.class), failures.get(i), i);
        }
        assertThat(recorder.recorded(failures.get(0))).isEmpty();
        assertThat(recorder.recorded(failures.get(999))).hasSize(1);
        assertThat(failures)
                .filteredOn(failure -> !recorder.recorded(failure).isEmpty())
                .hasSizeBetween(100, 300);
    }
}
