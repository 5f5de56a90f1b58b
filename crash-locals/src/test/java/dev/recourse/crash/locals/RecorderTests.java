package dev.recourse.crash.locals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RecorderTests {

    private static final RenderingThreads THREADS = new RenderingThreads();

    private final AtomicLong nanos = new AtomicLong();

    private final List<Runnable> openings = new ArrayList<>();

    private final Gates gates = new Gates(openings::add);

    private final Recorder recorder = new Recorder(nanos::get, THREADS, gates);

    @BeforeEach
    void renderer() {
        recorder.renderWith((name, value) -> String.valueOf(value));
    }

    private Leaving leaving(Throwable failure) {
        return new Leaving(recorder, failure);
    }

    private Map<String, String> locals(Throwable failure) {
        assertThat(recorder.recorded(failure)).isNotEmpty();
        return recorder.recorded(failure).get(0).locals();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    private static Exception made() {
        return new Exception();
    }

    @Test
    void recordedWhenFramesAreLeftHasThemInOrder() {
        Exception failure = made();
        leaving(failure)
                .leave("this;count;total;open;unit;name", this, 1, 2L, true, 'm', null)
                .leave("x", 5);

        assertThat(recorder.recorded(failure)).extracting(RecordedFrame::index).containsExactly(0, 1);
        assertThat(locals(failure))
                .containsExactly(
                        entry("this", getClass().getName()),
                        entry("count", "1"),
                        entry("total", "2"),
                        entry("open", "true"),
                        entry("unit", "m"),
                        entry("name", "null"));
        assertThat(recorder.isIncomplete(failure)).isFalse();
        assertThat(recorder.isUncertain(failure)).isFalse();
    }

    @Test
    void recordedWhenVariableIsSensitiveHasNoValueOfIt() {
        Exception failure = new Exception();
        leaving(failure).leave("user;[pin;.[key;tries", "ada", new Exception("s3cret"), 3);
        assertThat(locals(failure))
                .containsExactly(entry("user", "ada"), entry("pin", "***"), entry("key", "***"), entry("tries", "3"));
    }

    @Test
    void recordedWhenNothingRendersIsEmpty() {
        recorder.renderWith(null);
        Exception failure = new Exception();
        leaving(failure).leave("x", 1);
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
        leaving(one).leave("x", 1);
        leaving(other).leave("x", 2);
        assertThat(locals(one)).containsEntry("x", "1");
        assertThat(locals(other)).containsEntry("x", "2");
    }

    @Test
    void recordedWhenValueChangesLaterIsAsItWas() {
        List<String> value = new ArrayList<>(List.of("before"));
        Exception failure = new Exception();
        leaving(failure).leave("x", value);
        value.set(0, "after");
        assertThat(locals(failure)).containsEntry("x", "[before]");
    }

    @Test
    void recordedWhenAnotherThreadThrowsItAgainIsThatOfTheFirst() throws Exception {
        Exception failure = new Exception();
        Leaving leaving = leaving(failure).leave("x", 1);
        FutureTask<?> task = new FutureTask<>(() -> leaving.leave("x", 2), null);
        new Thread(task).start();
        task.get();
        leaving.leave("x", 3);
        assertThat(recorder.recorded(failure)).hasSize(1);
        assertThat(locals(failure)).containsEntry("x", "1");
        assertThat(recorder.isUncertain(failure)).isTrue();
    }

    @Test
    void recordedWhenAFrameHasNoLineLeavesItOut() {
        Exception failure = made();
        failure.setStackTrace(new StackTraceElement[] {
            failure.getStackTrace()[0], new StackTraceElement("a.B", "c", "B.java", -1), failure.getStackTrace()[1]
        });
        leaving(failure).leave("x", 1).leave("y", 2);
        assertThat(recorder.recorded(failure)).extracting(RecordedFrame::index).containsExactly(0);
        assertThat(recorder.isUncertain(failure)).isFalse();
    }

    private static final class Starting {

        static final List<Exception> FAILURES = List.of(new Exception());
    }

    /** What is read on another thread may need the class that the thread that throws is initializing. */
    @Test
    void handlerWhenAClassIsBeingInitializedReadsOnlyWhatIsPlain() {
        Exception failure = Starting.FAILURES.get(0);
        leaving(failure).leave("x;y", 1, new Object());
        assertThat(locals(failure)).containsExactly(entry("x", "1"), entry("y", "<not read>"));
        assertThat(recorder.isIncomplete(failure)).isTrue();
    }

    @Test
    void recordedWhenTheTraceWasReplacedIsEmpty() {
        Exception failure = new Exception();
        leaving(failure).leave("x", 1);
        failure.setStackTrace(new Exception().getStackTrace());
        assertThat(recorder.recorded(failure)).isEmpty();
    }

    /** Control flow: it is thrown so often that a look at each would cost too much. */
    @Test
    void placeWhereExceptionsOfATypeHaveNoTraceIsHardlyLookedAtUntilOneHasOne() {
        class Flow extends Exception {

            Flow(boolean hasTrace) {
                super(null, null, false, hasTrace);
            }
        }
        assertThat(lookedAt(() -> new Flow(false), 300)).isEqualTo(100);
        openGates();
        assertThat(lookedAt(() -> new Flow(false), 300)).isEqualTo(1);
        assertThat(lookedAt(() -> new Flow(true), 300)).isZero();
        assertThat(lookedAt(Exception::new, 1)).isEqualTo(1);

        Exception elsewhere = new Flow(true);
        leaving(elsewhere).leave("x", 1);

        assertThat(locals(elsewhere)).containsEntry("x", "1");
        assertThat(lookedAt(() -> new Flow(true), 5)).isEqualTo(5);
    }

    @Test
    void placeThatHadTooManyIsHardlyLookedAtUntilItsGateOpens() {
        assertThat(lookedAt(Exception::new, 300)).isEqualTo(10);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertThat(lookedAt(Exception::new, 300)).isZero();
        openGates();
        assertThat(lookedAt(Exception::new, 300)).isEqualTo(10);
    }

    /** What was recorded further inside goes on: a frame that is left out would be taken for the next. */
    @Test
    void placeThatHadTooManyLooksAtWhatWasRecordedBefore() {
        Exception inside = new Exception();
        leaving(inside).leave("x", 1);
        assertThat(lookedAt(Exception::new, 300)).isEqualTo(10);
        assertThat(lookedAt(() -> inside, 1)).isEqualTo(1);
    }

    private void openGates() {
        List<Runnable> now = List.copyOf(openings);
        openings.clear();
        now.forEach(Runnable::run);
    }

    /** HotSpot leaves out the traces of those that it throws often. */
    @Test
    void exceptionOfTheJvmIsAlwaysLookedAt() {
        assertThat(lookedAt(
                        () -> {
                            NullPointerException failure = new NullPointerException();
                            failure.setStackTrace(new StackTraceElement[0]);
                            return failure;
                        },
                        300))
                .isEqualTo(300);
    }

    /** Throws exceptions at one place; returns how many of them have not passed. */
    private int lookedAt(Supplier<Throwable> failures, int count) {
        int looked = 0;
        for (int i = 0; i < count; i++) {
            Throwable failure = failures.get();
            String place = "a.B/c/1/c//x";
            RecordingSite site = gates.isTraceless(place, failure.getClass()) ? null : recorder.wanted(place, failure);
            if (site != null) {
                looked++;
                recorder.record(site, failure, 1);
            }
        }
        return looked;
    }

    @Test
    void recordedWhenTheThrowableMakesUpItsTraceIsEmpty() {
        Exception failure = new Exception() {
            @Override
            public StackTraceElement[] getStackTrace() {
                return new StackTraceElement[] {new StackTraceElement("a.B", "c", "B.java", 1)};
            }
        };
        leaving(failure).leave("x", 1);
        assertThat(recorder.recorded(failure)).isEmpty();
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
        leaving(failure).leave("x;y;[z", 1, 2);
        assertThat(locals(failure)).containsExactly(entry("x", "1"), entry("...", "2 more"));
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
        leaving(failure).leave("bad;x;bad;y", 1, 2, new Object(), new Object());
        assertThat(locals(failure))
                .containsExactly(
                        entry("bad", "<java.lang.StackOverflowError>"), entry("x", "good"), entry("y", "good"));
    }

    @Test
    void handlerWhenValueHangsGoesOnWithItsNeighbours() {
        CountDownLatch never = new CountDownLatch(1);
        class Hanging {}
        recorder.renderWith((name, value) -> {
            if (value instanceof Hanging) {
                awaitQuietly(never);
            }
            return "good";
        });
        Exception failure = new Exception();
        leaving(failure).leave("x;hanging;y;z", 1, new Hanging(), new ArrayList<>(), 3);
        assertThat(locals(failure))
                .containsExactly(
                        entry("x", "good"), entry("hanging", "<not read>"), entry("y", "good"), entry("z", "good"));
        assertThat(recorder.isIncomplete(failure)).isTrue();
    }

    @Test
    void handlersWhenManyValuesNeverComeBackGoOnWithTheOthers() {
        recorder.renderWith((name, value) -> {
            while (name.equals("endless")) {
                Thread.onSpinWait();
                if (nanos.get() > 0) {
                    break;
                }
            }
            return "good";
        });
        List<Class<?>> types = List.of(int[].class, long[].class, byte[].class, short[].class, char[].class);
        for (Class<?> type : types) {
            Exception failure = new Exception();
            leaving(failure).leave("endless", java.lang.reflect.Array.newInstance(type.componentType(), 0));
        }
        Exception failure = new Exception();
        leaving(failure).leave("x", new Object());
        nanos.set(1);
        assertThat(locals(failure)).containsEntry("x", "good");
    }

    @Test
    void handlerWhenValueNeedsALockOfTheThreadThatThrowsDoesNotWaitForIt() {
        ReentrantLock lock = new ReentrantLock();
        Object monitor = new Object();
        class Locked {}
        recorder.renderWith((name, value) -> {
            if (value instanceof Locked) {
                lock.lock();
                try {
                    return "late";
                } finally {
                    lock.unlock();
                }
            } else if (name.equals("monitor")) {
                synchronized (monitor) {
                    return "late";
                }
            }
            return "good";
        });
        Exception failure = new Exception();
        lock.lock();
        try {
            synchronized (monitor) {
                leaving(failure).leave("lock;monitor;x", new Locked(), monitor, new Object[0]);
            }
        } finally {
            lock.unlock();
        }
        assertThat(locals(failure))
                .containsExactly(entry("lock", "<not read>"), entry("monitor", "<not read>"), entry("x", "good"));
    }

    @Test
    void plainValuesAreReadOnTheThreadThatThrows() {
        ThreadLocal<String> user = ThreadLocal.withInitial(() -> "nobody");
        user.set("ada");
        recorder.renderWith((name, value) -> value + user.get());
        Exception failure = new Exception();
        leaving(failure).leave("x;y", 1, "2");
        assertThat(locals(failure)).containsExactly(entry("x", "1ada"), entry("y", "2ada"));
    }

    /** On another thread it would be the text of another user. */
    @Test
    void handlerWhenTextAsksForAThreadLocalDoesNotReadIt() {
        Exception failure = new Exception();
        User.NAME.set("ann");
        leaving(failure).leave("before;user;order;later;after", 1, new User(), new Order(), new Later(), List.of(2));

        assertThat(locals(failure))
                .containsExactly(
                        entry("before", "1"),
                        entry("user", "<not read>"),
                        entry("order", "<not read>"),
                        entry("later", "<not read>"),
                        entry("after", "[2]"));
    }

    private static final class User {

        static final ThreadLocal<String> NAME = ThreadLocal.withInitial(() -> "nobody");

        @Override
        public String toString() {
            return NAME.get();
        }
    }

    private static final class Order {

        private final User by = new User();

        @Override
        public String toString() {
            return "by " + by;
        }
    }

    private static final class Later {

        @Override
        public String toString() {
            Supplier<String> name = () -> User.NAME.get();
            return name.get();
        }
    }

    @Test
    void handlerWhenRenderingThrowsThroughWovenCodeDoesNotRecordThat() {
        Exception inner = new Exception();
        recorder.renderWith((name, value) -> {
            leaving(inner).leave("x", 5);
            return "outer";
        });
        Exception outer = new Exception();
        leaving(outer).leave("x", new Object());
        assertThat(recorder.recorded(outer)).hasSize(1);
        assertThat(recorder.recorded(inner)).isEmpty();
    }

    @Test
    void handlerWhenThreadIsInterruptedRecordsAndKeepsTheInterruption() {
        Exception failure = new Exception();
        Thread.currentThread().interrupt();
        leaving(failure).leave("x", (Object) new Object[0]);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(locals(failure).get("x")).startsWith("[Ljava.lang.Object;");
    }

    @Test
    void handlerWhenMemoryIsShortRecordsNothing() {
        for (Error failure :
                List.of(new OutOfMemoryError(), new OutOfMemoryError("Java heap space"), new InternalError())) {
            leaving(failure).leave("x", 1);
            assertThat(recorder.recorded(failure)).isEmpty();
        }
    }

    @Test
    void handlerWhenMemoryOfAnotherKindIsShortRecords() {
        for (String message : List.of("Requested array size exceeds VM limit", "Metaspace")) {
            Error failure = new OutOfMemoryError(message);
            leaving(failure).leave("x", 1);
            assertThat(locals(failure)).containsEntry("x", "1");
        }
    }

    @Test
    void recordedWhenTheSameInstanceIsThrownForeverIsOfTheFirstTime() {
        Exception failure = new Exception();
        for (int i = 0; i < 5000; i++) {
            leaving(failure).leave("x", i);
        }
        assertThat(recorder.recorded(failure)).hasSize(1);
        assertThat(locals(failure)).containsEntry("x", "0");
    }

    @Test
    void recordedWhenOnePlaceBeginsTooManyASecondLeavesRoomForAnother() {
        List<Exception> hot = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            hot.add(new Exception());
            leaving(hot.get(i)).leave("x", i);
        }
        Exception refused = hot.get(11);
        Exception other = new Exception();
        leaving(other).leave("x", 1);

        assertThat(recorder.recorded(refused)).isEmpty();
        assertThat(recorder.isIncomplete(refused)).isTrue();
        assertThat(recorder.recorded(other)).hasSize(1);
    }

    @Test
    void recordedWhenOnePlaceWastesItsTimeLeavesAnotherItsOwn() {
        recorder.renderWith((name, value) -> {
            nanos.addAndGet(300_000_000);
            return "slow";
        });
        List<Exception> slow = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            slow.add(new Exception());
            leaving(slow.get(i)).leave("x", new Object());
        }
        Exception other = new Exception();
        leaving(other).leave("x", new Object());

        assertThat(slow).extracting(failure -> locals(failure).get("x")).endsWith("<not read>", "<not read>");
        assertThat(recorder.isIncomplete(slow.get(3))).isTrue();
        assertThat(locals(other)).containsEntry("x", "slow");
    }

    @Test
    void recordedWhenNobodyElseHasThemKeepsNeitherThrowableNorValuesAlive() throws Exception {
        WeakReference<Object> value = new WeakReference<>(new Object());
        WeakReference<Throwable> failure = new WeakReference<>(new Exception());
        leaving(failure.get()).leave("x", value.get());
        assertThat(recorder.recorded(failure.get())).hasSize(1);
        for (int i = 0; i < 1000 && (value.get() != null || failure.get() != null); i++) {
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
        for (int i = 0; i < 10; i++) {
            int number = i;
            Exception failure = new Exception();
            failures.add(failure);
            threads.add(new Thread(() -> {
                awaitQuietly(go);
                leaving(failure).leave("x", number);
            }));
        }
        threads.forEach(Thread::start);
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        for (int i = 0; i < 10; i++) {
            assertThat(locals(failures.get(i))).containsEntry("x", String.valueOf(i));
        }
    }

    @Test
    void recordedWhenThrowablesAreNeverLetGoIsOfTheLatest() {
        recorder.renderWith((name, value) -> "x".repeat(10_000));
        List<Exception> failures = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            nanos.addAndGet(1_000_000_000);
            failures.add(new Exception());
            leaving(failures.get(i)).leave("x", i);
        }
        assertThat(recorder.recorded(failures.get(0))).isEmpty();
        assertThat(recorder.recorded(failures.get(999))).hasSize(1);
        assertThat(failures)
                .filteredOn(failure -> !recorder.recorded(failure).isEmpty())
                .hasSizeBetween(100, 300);
    }
}
