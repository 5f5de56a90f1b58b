package dev.recourse.crash.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.crash.Sensitive;
import java.lang.ref.WeakReference;
import java.time.LocalDate;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.hibernate.collection.spi.PersistentCollection;
import org.junit.jupiter.api.Test;

class ValueRendererTests {

    private final ValueRenderer renderer =
            new ValueRenderer(new RenderLimits(4, 20, 300), new Redactor(List.of(), List.of()));

    @Test
    void renderWhenArgumentsNameASecretHidesIt() {
        String[] arguments = {"--user", "ada", "--password", "CANARY1", "--api-key=CANARY2", "last"};
        assertThat(renderer.render(arguments)).isEqualTo("[--user, ada, --password, ***, --api-key=***, last]");
    }

    @Test
    void renderWhenPlainValueIsItsText() {
        assertThat(renderer.render(null)).isEqualTo("null");
        assertThat(renderer.render(LocalDate.of(2026, 11, 22))).isEqualTo("2026-11-22");
        assertThat(renderer.render(TimeUnit.DAYS)).isEqualTo("DAYS");
        assertThat(renderer.render(new int[] {1, 2})).isEqualTo("[1, 2]");
        assertThat(renderer.render(Optional.of("x"))).isEqualTo("Optional[x]");
        assertThat(renderer.render(List.of(Map.of("a", 1)))).isEqualTo("[{a=1}]");
    }

    @Test
    void renderWhenCharactersDoesNotTellThem() {
        assertThat(renderer.render("hunter2".toCharArray())).isEqualTo("char[7]");
    }

    @Test
    void renderWhenTooLongDeepOrManyIsCut() {
        assertThat(renderer.render("x".repeat(1000))).hasSize(303);
        assertThat(renderer.render(IntStream.range(0, 30).boxed().toList())).endsWith("19, ...]");
        assertThat(renderer.render(List.of(List.of(List.of(List.of(List.of("deep")))))))
                .startsWith("[[[[java.util.")
                .doesNotContain("deep");
    }

    @Test
    void renderWhenCycleMarksIt() {
        List<Object> list = new ArrayList<>();
        list.add(list);
        assertThat(renderer.render(list)).startsWith("[<cycle java.util.ArrayList@");
    }

    @Test
    void renderWhenHugeTakesLittleTimeAndMemory() {
        assertThat(renderer.render(Collections.nCopies(Integer.MAX_VALUE, "x"))).hasSizeLessThan(310);
        assertThat(renderer.render(new byte[50_000_000])).hasSizeLessThan(310);
    }

    record Login(String user, String password, @Sensitive String pet, Card card) {}

    @Sensitive
    record Card(String number) {}

    @Test
    void renderWhenRecordHidesSecretsByNameAndMark() {
        assertThat(renderer.render(new Login("bob", "hunter2", "rex", new Card("1"))))
                .isEqualTo("Login[user=bob, password=***, pet=***, card=***]");
    }

    record Trap(String value) {
        @Override
        public String value() {
            throw new IllegalStateException("trap");
        }
    }

    @Test
    void renderWhenAccessorFailsSaysSo() {
        assertThat(renderer.render(new Trap("x"))).isEqualTo("Trap[value=<java.lang.IllegalStateException>]");
    }

    @Test
    void renderWhenKeyOfMapIsSecretHidesItsValue() {
        Map<Object, Object> map = new LinkedHashMap<>();
        map.put("apiKey", "x");
        map.put("name", null);
        assertThat(renderer.render(map)).isEqualTo("{apiKey=***, name=null}");
    }

    static class Plain {

        @SuppressWarnings("unused")
        private final String field = "unseen";
    }

    static class Speaking {

        @Override
        public String toString() {
            return "speaking, password=hunter2";
        }
    }

    static class Throwing {

        @Override
        public String toString() {
            throw new StackOverflowError();
        }
    }

    static class Hanging {

        @Override
        public String toString() {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException ex) {
                Thread.currentThread().interrupt();
            }
            return "never";
        }
    }

    @Test
    void renderWhenUnknownObjectReadsNothingButToString() {
        assertThat(renderer.render(new Plain())).matches(".*Plain@[0-9a-f]+");
        assertThat(renderer.render(new Speaking())).isEqualTo("speaking, password=***");
        assertThat(renderer.render(new Throwing())).endsWith("<java.lang.StackOverflowError>");
        assertThat(renderer.render(List.of(new Hanging(), 1))).endsWith("<no answer in 50 ms>, 1]");
    }

    static class Endless extends AbstractList<String> {

        @Override
        public String get(int index) {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
            return "";
        }

        @Override
        public int size() {
            return 1;
        }
    }

    @Test
    void renderWhenForeignCollectionHangsSaysSo() {
        assertThat(renderer.render(new Endless())).endsWith("<no answer in 50 ms>");
    }

    static class Lazy extends AbstractList<String> implements PersistentCollection {

        private boolean loaded;

        @Override
        public boolean wasInitialized() {
            return loaded;
        }

        @Override
        public String get(int index) {
            loaded = true;
            return "";
        }

        @Override
        public int size() {
            loaded = true;
            return 1;
        }
    }

    /** Named as Hibernate names its proxies, whose text loads them. */
    static class HibernateProxy {

        @Override
        public String toString() {
            throw new IllegalStateException("loaded");
        }
    }

    @Test
    void renderWhenLazyProxyDoesNotLoadIt() {
        assertThat(renderer.render(new HibernateProxy()))
                .startsWith("<not read ")
                .contains("$HibernateProxy@");
    }

    @Test
    void renderWhenLambdaShowsItsType() {
        Runnable lambda = () -> {};
        assertThat(renderer.render(lambda)).startsWith(lambda.getClass().getTypeName() + "@");
    }

    @Test
    void renderWhenLazyCollectionDoesNotLoadIt() {
        Lazy lazy = new Lazy();
        assertThat(renderer.render(List.of(lazy))).startsWith("[<not read ");
        assertThat(lazy.loaded).isFalse();
    }

    @Test
    void renderWhenHoldersAndEntriesShowsWhatTheyHold() {
        assertThat(renderer.render(Map.entry("tool", "lathe"))).isEqualTo("tool=lathe");
        assertThat(renderer.render(Map.entry("password", "hunter2"))).isEqualTo("password=***");
        assertThat(renderer.render(new AtomicReference<>(List.of(1)))).isEqualTo("AtomicReference[[1]]");
        assertThat(renderer.render(new WeakReference<>("x"))).startsWith("WeakReference[");
    }

    @Test
    void renderWhenNameAndSecretAreTwoEntriesHidesIt() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", "X-Api-Key");
        map.put("value", "hunter2");
        assertThat(renderer.render(map)).isEqualTo("{name=X-Api-Key, value=***}");
    }

    @Test
    void renderWhenCutKeepsNoHalfOfACharacter() {
        assertThat(renderer.render("x".repeat(299) + "\ud83d\ude00")).isEqualTo("x".repeat(299) + "...");
    }

    @Test
    void renderWhenSecretIsLongerThanTheCutIsSearchedBefore() {
        assertThat(renderer.render("x".repeat(290) + " 4242424242424242")).isEqualTo("x".repeat(290) + " ***");
    }

    @Test
    void renderWhenSomeValuesHangRendersTheirNeighbours() {
        List<Object> values = List.of(1, new Hanging(), 2, new Hanging(), 3);
        assertThat(renderer.render(values))
                .startsWith("[1, ")
                .contains("<no answer in 50 ms>, 2, ")
                .endsWith(", 3]");
    }

    @Test
    void renderWhenCallsAreSlowStopsCallingAfterASecond() {
        AtomicLong time = new AtomicLong();
        ValueRenderer slow = new ValueRenderer(
                new RenderLimits(4, 20, 1000),
                new Redactor(List.of(), List.of()),
                call -> {
                    time.addAndGet(400_000_000);
                    return GuardedCalls.direct(call);
                },
                time::get);
        List<Object> values = List.of(new Speaking(), new Speaking(), new Speaking(), new Speaking(), 5);
        assertThat(slow.render(values))
                .startsWith("[speaking, password=***, speaking, password=***, speaking, password=***, ")
                .endsWith("<not read: no time left>, 5]");
    }
}
