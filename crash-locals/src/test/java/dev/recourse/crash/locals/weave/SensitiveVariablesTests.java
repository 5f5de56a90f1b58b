package dev.recourse.crash.locals.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SensitiveVariablesTests {

    static final String SENSITIVE = """
            package dev.recourse.crash;
            import java.lang.annotation.*;
            @Target({ElementType.TYPE_USE, ElementType.TYPE, ElementType.FIELD, ElementType.METHOD,
                    ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
            @Retention(RetentionPolicy.RUNTIME)
            public @interface Sensitive {}
            """;

    @Test
    void parameterWhenSensitiveHasNoValue() throws Throwable {
        assertThat(recorded("""
                static void run() { login("ann", "s3cret", List.of("s3cret"), new byte[] {1}, "x"); }
                static void login(String user, @Sensitive String password, List<@Sensitive String> old,
                        @Sensitive byte[] key, String rest) { fail(); user.trim(); rest.trim(); }
                """))
                .containsExactly(Map.of("user", "ann", "[password", "***", "[old", "***", "[key", "***", "rest", "x"));
    }

    @Test
    void choiceWhenEitherSideIsSensitiveHasNoValue() throws Throwable {
        assertThat(recorded("""
                static void run() { pay("s3cret", "x", true, 1); }
                static void pay(@Sensitive String pin, String other, boolean first, int kind) {
                    String left = first ? pin : other;
                    String right = first ? other : pin;
                    String one = switch (kind) { case 1 -> pin; default -> other; };
                    String none = first ? other : "open";
                    fail();
                    System.out.print(left + right + one + none);
                }
                """))
                .containsExactly(Map.of(
                        "[pin", "***", "first", true, "kind", 1, "[left", "***", "[right", "***", "[one", "***", "none",
                        "x"));
    }

    @Test
    void classWithinAMethodHasNoValueOfWhatIsSensitiveAround() throws Throwable {
        assertThat(recorded("""
                static void run() { pay("ann", "s3cret"); }
                static void pay(String user, @Sensitive String pin) {
                    new Object() {
                        String held = pin;
                        void go() {
                            String mine = pin;
                            String theirs = held;
                            new Runnable() {
                                public void run() {
                                    String deep = pin;
                                    String name = user;
                                    fail();
                                    System.out.print(deep + name);
                                }
                            }.run();
                            System.out.print(mine + theirs);
                        }
                    }.go();
                }
                """))
                .allSatisfy(frame -> assertThat(frame.values()).doesNotContain("s3cret"))
                .first()
                .satisfies(
                        frame -> assertThat(frame).containsEntry("name", "ann").containsEntry("[deep", "***"));
    }

    /** Newer compilers read the constructor's own parameter there, which has no name. */
    @Test
    void constructorWithinAMethodHasNoValueOfWhatIsSensitiveAround() throws Throwable {
        assertThat(recorded("""
                static void run() { pay("s3cret"); }
                static void pay(@Sensitive String pin) {
                    class Inner {
                        final int number;
                        Inner(int number) {
                            this.number = number;
                            String mine = pin;
                            fail();
                            System.out.print(mine);
                        }
                    }
                    new Inner(1);
                }
                """))
                .allSatisfy(frame -> assertThat(frame.values()).doesNotContain("s3cret"))
                .first()
                .satisfies(frame -> assertThat(frame).containsEntry("[mine", "***"));
    }

    @Test
    void lambdaThatGetsPartsOfWhatIsSensitiveHasNoValueOfThem() throws Throwable {
        assertThat(recorded("""
                static void run() { pay("ann", List.of("s3cret")); }
                static void pay(String user, List<@Sensitive String> pins) {
                    pins.stream().map(String::trim).forEach(each -> {
                        String mine = each;
                        fail();
                        System.out.print(mine + user);
                    });
                }
                """)).first().isEqualTo(Map.of("user", "ann", "[each", "***", "[mine", "***"));
    }

    @Test
    void localWhenSensitiveHasNoValueInItsScopeOnly() throws Throwable {
        assertThat(recorded("""
                static void run() {
                    if (System.nanoTime() != 0) {
                        @Sensitive String token = "s3cret".trim();
                        token.length();
                    }
                    String other = "open".trim();
                    fail();
                    other.trim();
                }
                """)).containsExactly(Map.of("other", "open"));
        assertThat(recorded("""
                static void run() {
                    @Sensitive String token = "s3cret".trim();
                    fail();
                }
                """)).containsExactly(Map.of("[token", "***"));
    }

    @Test
    void loopVariableAndResourceAndPatternWhenSensitiveHaveNoValue() throws Throwable {
        assertThat(recorded("""
                static void run() throws Exception {
                    Object any = "s3cret".trim();
                    for (@Sensitive String each : List.of("s3cret")) {
                        try (@Sensitive StringReader in = new StringReader("s3cret")) {
                            if (any instanceof @Sensitive String text && text.length() > 2) fail();
                        }
                    }
                }
                """))
                .containsExactly(Map.of("any", "s3cret", "[each", "***", "[in", "***", "[text", "***"));
    }

    @Test
    void caughtExceptionWhenSensitiveHasNoValue() throws Throwable {
        assertThat(recorded("""
                static void run() {
                    try {
                        throw new IllegalArgumentException("s3cret");
                    } catch (@Sensitive IllegalArgumentException problem) {
                        fail();
                    }
                }
                """)).containsExactly(Map.of("[problem", "***"));
    }

    @Test
    void lambdaWhenItCapturesSensitiveOrDeclaresItHasNoValue() throws Throwable {
        assertThat(recorded("""
                static void run() {
                    @Sensitive String token = "s3cret".trim();
                    String user = "ann".trim();
                    java.util.function.BiConsumer<String, String> inner = (String plain, @Sensitive String own) -> {
                        Runnable innermost = () -> { token.trim(); user.trim(); fail(); user.trim(); };
                        innermost.run();
                        plain.trim(); user.trim();
                    };
                    inner.accept("plain", "s3cret");
                }
                """))
                .startsWith(
                        Map.of("[token", "***", "user", "ann"),
                        Map.of("[token", "***", "user", "ann", "plain", "plain", "[own", "***", "[innermost", "***"))
                .noneMatch(locals -> locals.containsValue("s3cret"));
    }

    @Test
    void constructorsWhenParametersAreShiftedHaveNoValueOfTheSensitiveOnes() throws Throwable {
        assertThat(recorded("""
                static void run() { new Sample().new Inner("ann", "s3cret"); }
                class Inner { Inner(String user, @Sensitive String password) { fail(); user.trim(); hashCode(); } }
                """)).containsExactly(Map.of("this", "?", "user", "ann", "[password", "***"));
        assertThat(recorded("""
                static void run() { Level.values(); }
                enum Level { LOW("s3cret", 1); Level(@Sensitive String key, int level) { fail(); hashCode(); } }
                """)).first().isEqualTo(Map.of("this", "?", "[key", "***", "level", 1));
    }

    @Test
    void localClassWhenItCapturesSensitiveHasNoValueInItsConstructor() throws Throwable {
        assertThat(recorded("""
                static void run() {
                    @Sensitive String card = "s3cret".trim();
                    String open = "open".trim();
                    class Local {
                        Local(String user, @Sensitive String own) { fail(); user.trim(); }
                        String card() { return card + open; }
                    }
                    new Local("ann", "s3cret");
                }
                """)).first().satisfies(locals -> {
            assertThat(locals).containsEntry("user", "ann").containsEntry("[own", "***");
            assertThat(locals).doesNotContainValue("s3cret");
        });
        assertThat(recorded("""
                static void run() { new Sample().work("s3cret"); }
                void work(@Sensitive String card) {
                    Object any = new Object() {
                        { fail(); }
                        public String toString() { return card; }
                    };
                }
                """)).noneMatch(locals -> locals.containsValue("s3cret"));
    }

    @Test
    void variablesOfInitializersLambdasAndLastParametersWhenSensitiveHaveNoValue() throws Throwable {
        assertThat(recorded("""
                static void run() { new Sample().keys(1L, "s3cret"); }
                final java.util.function.Function<String, String> field =
                        (@Sensitive String given) -> { fail(); return given; };
                void keys(long number, @Sensitive String... keys) { field.apply(keys[0]); hashCode(); }
                """))
                .containsExactly(Map.of("[given", "***"), Map.of("this", "?", "number", 1L, "[keys", "***"));
    }

    @Test
    void recordWhenComponentIsSensitiveHasNoValueInItsConstructors() throws Throwable {
        assertThat(recorded("""
                static void run() { new Login("ann", "s3cret"); }
                record Login(String user, @Sensitive String password) { Login { fail(); } }
                """)).first().isEqualTo(Map.of("this", "?", "user", "ann", "[password", "***"));
        assertThat(recorded("""
                static void run() { new Login("ann", "s3cret"); }
                record Login(String user, @Sensitive String password) {
                    Login(String user, String password) { this.user = user; this.password = password; fail(); user.trim(); hashCode(); }
                }
                """)).first().isEqualTo(Map.of("this", "?", "user", "ann", "[password", "***"));
    }

    @Test
    void variableThatIsTakenFromASensitiveOneHasNoValue() throws Throwable {
        assertThat(recorded("""
                static void run() { pay(List.of("s3cret"), "s3cret", "open"); }
                static void pay(@Sensitive List<String> cards, @Sensitive Object card, String other) {
                    for (String each : cards) {
                        if (card instanceof String text && each.length() > 1) {
                            String copy = other.isEmpty() ? other : text.trim();
                            String plain = other.trim();
                            for (char letter : copy.toCharArray()) {
                                fail();
                            }
                            each.trim(); text.trim(); copy.trim(); plain.trim();
                        }
                    }
                }
                """)).first().satisfies(locals -> {
            assertThat(locals)
                    .containsKeys("[cards", "[card", "[each", "[text", "[copy", "[letter")
                    .containsEntry("plain", "open");
            assertThat(locals).doesNotContainValue("s3cret");
        });
    }

    /** As Lombok and Kotlin write them: only the field is marked. */
    @Test
    void parameterOfAConstructorOrSetterOfASensitiveFieldHasNoValue() throws Throwable {
        assertThat(recorded("""
                static void run() { new Login("ann", "s3cret"); }
                static class Login {
                    String user;
                    @Sensitive String password;
                    Login(String user, String password) {
                        this.user = user; this.password = password;
                        String taken = this.password;
                        fail();
                        taken.trim(); user.trim();
                    }
                }
                """)).first().isEqualTo(Map.of("user", "ann", "[password", "***", "[taken", "***"));
        assertThat(recorded("""
                static void run() { new Login().setPassword("s3cret"); }
                static class Login {
                    @Sensitive String password;
                    void setPassword(String given) { this.password = given; fail(); given.trim(); }
                }
                """)).first().isEqualTo(Map.of("[given", "***"));
    }

    @Test
    void variableThatIsReadFromASensitiveMemberOfAnotherClassHasNoValue() throws Throwable {
        assertThat(recorded("""
                record Login(String user, @Sensitive String pin) {}
                static class Account {
                    @Sensitive String card = "s3cret";
                    String getCard() { return card; }
                    @Sensitive String made() { return "s3cret"; }
                    String open() { return "open"; }
                }
                static class Gold extends Account {}
                static void run() {
                    Login login = new Login("ann", "s3cret");
                    Gold gold = new Gold();
                    String user = login.user();
                    String pin = login.pin();
                    String field = gold.card;
                    String got = gold.getCard();
                    String made = gold.made();
                    String open = gold.open();
                    int length = login.pin().length();
                    boolean same = login.pin().equals(user);
                    fail();
                    (user + pin + field + got + made + open).trim(); login.user(); gold.open();
                }
                """))
                .containsExactly(Map.of(
                        "login", "?", "gold", "?", "user", "ann", "[pin", "***", "[field", "***", "[got", "***",
                        "[made", "***", "open", "open", "[length", "***", "same", false));
    }

    /** Runs a sample whose code calls a method that fails; objects of its own classes read {@code ?}. */
    private static List<Map<String, Object>> recorded(String members) {
        Woven woven = Woven.of(Compiled.with(List.of("-g", "--release", "17"), SENSITIVE, """
                import dev.recourse.crash.Sensitive;
                import java.io.StringReader;
                import java.util.List;
                class Sample {
                    static void fail() { throw new IllegalStateException(); }
                %s
                }
                """.formatted(members)));
        assertThat(catchThrowable(() -> woven.call("Sample", "run"))).isNotNull();
        return Woven.recorded().stream().map(TestRecorder.Recorded::readable).toList();
    }
}
