package dev.recourse.crash.locals.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Programs that carry a secret on, in ways that a compiler has; each hands it to {@code pay}, and fails. */
class SensitiveFlowTests {

    @Test
    void copyHasNoValue() throws Throwable {
        assertHidden(
                "String a, b; a = b = pin; fail(); keep(a, b);",
                "String other; String a = pin + (other = \"x\"); fail(); keep(a, other);",
                "String a = java.util.Optional.of(\"x\").map(pin::concat).get(); fail(); keep(a);",
                "String a = new String(pin.toCharArray()); fail(); keep(a);",
                "Object any = pin; String a = (String) any; fail(); keep(a);",
                "String a = \"x\"; if (pin.length() > 2) a = pin; else a = \"y\"; fail(); keep(a);",
                "try { Integer.parseInt(pin); } catch (NumberFormatException bad) { fail(); keep(bad.getMessage(), bad); }",
                "try { throw new Error(pin); } catch (Error bad) { String a = bad.getMessage(); fail(); keep(a, bad); }");
    }

    @Test
    void containerOfItHasNoValue() throws Throwable {
        assertHidden(
                "List<String> list = new ArrayList<>(); list.add(pin); fail(); keep(list);",
                "List<String> list = new ArrayList<>(); List<String> same = list; same.add(pin); fail(); keep(list);",
                "Map<String, List<String>> map = new HashMap<>(); map.computeIfAbsent(\"k\", k -> new ArrayList<>())"
                        + ".add(pin); fail(); keep(map);",
                "String[] array = {\"x\"}; array[0] = pin; fail(); keep((Object) array);",
                "Object[][] deep = new Object[1][1]; deep[0][0] = pin; fail(); keep((Object) deep);",
                "char[] letters = new char[9]; pin.getChars(0, 6, letters, 0); fail(); keep(letters);",
                "byte[] bytes = new byte[6]; System.arraycopy(pin.getBytes(), 0, bytes, 0, 6); fail(); keep(bytes);",
                "StringBuilder text = new StringBuilder(); text.append(1).append(pin); fail(); keep(text);",
                "List<String> list = new ArrayList<>(); java.util.Collections.addAll(list, pin); fail(); keep(list);",
                "List<String> list = new ArrayList<>(); put(list, pin); fail(); keep(list);",
                "List<String> list = new ArrayList<>(); List.of(1).forEach(x -> list.add(pin)); fail(); keep(list);",
                "List<String> list = new ArrayList<>(); new Runnable() { public void run() { list.add(pin); } }.run();"
                        + " fail(); keep(list);");
    }

    @Test
    void parameterThatGetsItHasNoValue() throws Throwable {
        assertHidden(
                "Consumer<String> each = x -> { fail(); keep(x); }; List.of(pin).forEach(each);",
                "List.of(pin).forEach(Sample::take);",
                "apply(x -> { fail(); keep(x); }, pin);",
                "List.of(pin).forEach(new Consumer<String>() { public void accept(String x) { fail(); keep(x); } });",
                "java.util.concurrent.CompletableFuture.completedFuture(pin).thenAccept(x -> { fail(); keep(x); }).join();",
                "take(pin.trim());",
                "new Runnable() { public void run() { take(pin); } }.run();",
                "new Vault().with(x -> { fail(); keep(x); });",
                "List<String> list = new ArrayList<>(); new Vault().with(list::add); fail(); keep(list);",
                "new Inner(pin);");
    }

    @Test
    void resultThatTellsItHasNoValue() throws Throwable {
        assertHidden(
                "List<String> a = List.of(new Login(\"ann\", pin)).stream().map(x -> x.pin()).toList(); fail(); keep(a);",
                "List<String> a = List.of(new Login(\"ann\", pin)).stream().map(Login::pin).toList(); fail(); keep(a);",
                "String a = find().toString(); fail(); keep(a);",
                "String a = \"x\" + find(); fail(); keep(a);",
                "String a = String.valueOf(find()); fail(); keep(a);",
                "StringBuilder a = new StringBuilder().append(find()); fail(); keep(a);",
                "String a = java.util.Optional.of(find()).map(Login::pin).get(); fail(); keep(a);",
                "String a = decrypt(1); fail(); keep(a);",
                "String a = new Card(pin).text(); fail(); keep(a);",
                "String a = new Holder().held(); fail(); keep(a);",
                "Supplier<String> give = () -> pin; String a = give.get(); fail(); keep(a, give);",
                "last = pin; String a = last; fail(); keep(a);",
                "String a = new Client().token(); fail(); keep(a);",
                "Copy copy = new Copy(find()); String a = copy.text; fail(); keep(a, copy);",
                "Function<Login, String> get = new Function<>() { public String apply(Login x) { return x.pin(); } };"
                        + " String a = get.apply(find()); fail(); keep(a);",
                "Sink a = new Sink(); a.value = pin; a.text();");
    }

    @Test
    void textOfWhatHasItWithinHasNoValue() throws Throwable {
        assertHidden(
                "String a = \"x\" + new Around(new Account(pin)); fail(); keep(a);",
                "String a = new Around(new Account(pin)).toString(); fail(); keep(a);",
                "List<Login> all = List.of(find()); String a = all.toString(); fail(); keep(a);",
                "Object any = List.of(find()).get(0); String a = \"x\" + any; fail(); keep(a);",
                "List<Payment> all = new ArrayList<>(); all.add(new ByCard(pin)); String a = \"x\" + all; fail(); keep(a);",
                "String a = new Logins().all.toString(); fail(); keep(a);",
                "List<String> a = List.of(find()).stream().map(Object::toString).toList(); fail(); keep(a);");
    }

    @Test
    void valueThatIsMarkedElsewhereHasNone() throws Throwable {
        assertHidden(
                "Function<@Sensitive String, String> function = x -> { fail(); keep(x); return x; }; function.apply(open());",
                "call(x -> { fail(); keep(x); return x; });",
                "FUNCTION.apply(open());",
                "made().apply(open());",
                "Object any = open(); String a = (@Sensitive String) any; fail(); keep(a);",
                "new Impl().pay(open());",
                "new Impl().take(open());",
                "new Sub(open());",
                "new Gold(open());",
                "String a = open(); Login login = new Login(\"ann\", a); fail(); keep(a, login);",
                "decrypt(0);",
                "new Account.Builder().number(open());",
                "new Order.Builder().number(open());",
                "new Deep1().take(open());",
                "fire((x, y) -> { fail(); keep(x); });",
                "fire(Sample::noted);",
                "String a = open(); new Vault().put(\"x\", a);",
                "String a = open(); Consumer<String> charge = new Store()::charge; charge.accept(a); fail(); keep(a);",
                "Optional<String> a = Optional.of(open()); a.ifPresent(x -> new Store().charge(x)); fail(); keep(a);");
    }

    /** What only meets it is not taken from it. */
    @Test
    void valuesBesideItAreShown() throws Throwable {
        assertThat(frames("""
                String user = "ann";
                List<String> names = new ArrayList<>();
                names.add(user);
                String status = gateway.status();
                gateway.charge(user, pin);
                String after = gateway.status();
                String login = new Login(user, "x").user();
                Account account = Account.of("1");
                boolean same = pin.equals(user);
                List<Login> logins = List.of(new Login(user, pin));
                String users = logins.stream().map(Login::user).toList().toString();
                String all = users + logins.size() + logins.get(0).user();
                fire((x, y) -> note(x));
                String answer = answer(user, pin);
                Login mine = find();
                Supplier<String> whose = () -> mine.user();
                String whom = whose.get();
                note(user);
                fail();
                keep(user, names, status, after, login, account, same, pin, all, answer, whom);
                """).get(0))
                .anySatisfy(frame -> assertThat(frame)
                        .containsAllEntriesOf(Map.of(
                                "user",
                                "ann",
                                "names",
                                List.of("ann"),
                                "status",
                                "fine",
                                "after",
                                "fine",
                                "login",
                                "ann",
                                "all",
                                "[ann]1ann",
                                "answer",
                                "ann pays",
                                "whom",
                                "ann"))
                        .containsEntry("account", "?")
                        .containsEntry("same", false)
                        .containsEntry("[pin", "***"));
    }

    private static void assertHidden(String... programs) throws Throwable {
        List<List<Map<String, Object>>> frames = frames(programs);
        for (int i = 0; i < programs.length; i++) {
            assertThat(frames.get(i))
                    .as(programs[i])
                    .isNotEmpty()
                    .allSatisfy(frame -> frame.forEach(
                            (name, value) -> assertThat(text(value)).as(name).doesNotContain("s3cret")));
        }
    }

    private static String text(Object value) {
        Object text = value instanceof char[] letters ? new String(letters) : value;
        return Arrays.deepToString(
                new Object[] {text instanceof byte[] bytes ? new String(bytes, StandardCharsets.US_ASCII) : text});
    }

    /** Compiles all programs at once, each with members of its own: what one does is not seen in another. */
    private static List<List<Map<String, Object>>> frames(String... programs) throws Throwable {
        List<String> sources = new ArrayList<>(List.of(SensitiveVariablesTests.SENSITIVE));
        for (int i = 0; i < programs.length; i++) {
            sources.add(PROGRAM.formatted(programs[i]).replaceAll("\\bSample\\b", "Sample" + i));
        }
        Woven woven = Woven.of(Compiled.with(List.of("-g", "--release", "17"), sources.toArray(String[]::new)));
        List<List<Map<String, Object>>> frames = new ArrayList<>();
        for (int i = 0; i < programs.length; i++) {
            String main = "Sample" + i;
            TestRecorder.reset();
            assertThat(catchThrowable(() -> woven.call(main, "run"))).isNotNull();
            frames.add(Woven.recorded().stream()
                    .map(TestRecorder.Recorded::readable)
                    .toList());
        }
        return frames;
    }

    private static final String PROGRAM = """
            import dev.recourse.crash.Sensitive;
            import java.util.*;
            import java.util.function.*;
            class Sample {
            static void fail() { throw new IllegalStateException(); }
            static void run() { pay("s3cret"); }
            static void pay(@Sensitive String pin) { %s }
            static String last;
            static class Sink { String value; String text() { String text = value; fail(); keep(text); return text; } }
            static Gateway gateway = new Gateway();
            static class Gateway { String status() { return "fine"; } void charge(String user, String pin) {} }
            static void keep(Object... values) {}
            static void note(String text) {}
            static String answer(String user, String card) { return card.isEmpty() ? "" : user + " pays"; }
            static String open() { return "s3cret".trim(); }
            static void put(List<String> list, String value) { list.add(value); }
            static void take(String given) { String mine = given; fail(); keep(given, mine); }
            static void apply(Consumer<String> function, String value) { function.accept(value); }
            record Login(String user, @Sensitive String pin) {}
            static Login find() { return new Login("ann", open()); }
            @Sensitive static String decrypt(int number) { String plain = open(); if (number == 0) fail(); keep(plain); return plain; }
            @Sensitive static class Card { String text; Card(String text) { this.text = text; } String text() { return text; } }
            static class Gold extends Card { Gold(String given) { super(given); fail(); keep(given); } }
            interface Held { @Sensitive String held(); }
            interface Deep extends Held {}
            static class Holder implements Deep { public String held() { return open(); } }
            static class Inner { Inner(String given) { String mine = given; fail(); keep(given, mine); } }
            interface Payer { void pay(@Sensitive String card); }
            interface Taker<T> { void take(@Sensitive T value); }
            static class Impl implements Payer, Taker<String> {
                public void pay(String given) { fail(); keep(given); }
                public void take(String given) { fail(); keep(given); }
            }
            static abstract class Taken<T> implements Taker<T> { public void take(T value) { inner(value); } abstract void inner(T value); }
            static class Deep1 extends Taken<String> { void inner(String given) { fail(); keep(given); } }
            interface Listener { void on(@Sensitive String secret, String open); }
            static void fire(Listener listener) { listener.on(open(), "open"); }
            static void noted(String given, String other) { fail(); keep(given); }
            static class Vault {
                final Map<String, @Sensitive String> secrets = new HashMap<>();
                @Sensitive final String first = open();
                void with(Consumer<String> function) { function.accept(first); }
                void put(String key, String given) { secrets.put(key, given); fail(); keep(given); }
            }
            static class Store { @Sensitive String token() { return open(); } void charge(@Sensitive String pin) {} }
            static class Client { final Store store = new Store(); String token() { return store.token(); } }
            static class Copy { final String text; Copy(Login login) { text = login.pin(); } public String toString() { return text; } }
            static class Around { final Account account; Around(Account account) { this.account = account; }
                public String toString() { return "around " + account; } }
            sealed interface Payment permits ByCard {}
            record ByCard(@Sensitive String number) implements Payment {}
            static class Logins { final List<Login> all = List.of(find()); }
            static class Order {
                @Sensitive final String number;
                private Order(Builder builder) { this.number = builder.number; }
                static class Builder {
                    String number;
                    Builder number(String given) { this.number = given; fail(); keep(given); return this; }
                    Order build() { return new Order(this); }
                }
            }
            static class Base { Base(@Sensitive String pin) {} }
            static class Sub extends Base { Sub(String given) { super(given); fail(); keep(given); } }
            static Function<@Sensitive String, String> FUNCTION = x -> { fail(); keep(x); return x; };
            static Function<@Sensitive String, String> made() { return x -> { fail(); keep(x); return x; }; }
            static void call(Function<@Sensitive String, String> function) { function.apply(open()); }
            static class Account {
                @Sensitive final String number;
                Account(String number) { this.number = number; }
                public String toString() { return "account " + number; }
                static Account of(String number) { return new Account(number); }
                static class Builder {
                    String number;
                    Builder number(String given) { this.number = given; fail(); keep(given); return this; }
                    Account build() { return new Account(number); }
                }
            }
            }
            """;
}
