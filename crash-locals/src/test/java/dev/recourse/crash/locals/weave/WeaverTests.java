package dev.recourse.crash.locals.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.recourse.crash.locals.weave.WovenClass.Outcome;
import java.lang.invoke.WrongMethodTypeException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;

class WeaverTests {

    @Nested
    class Variables {

        @Test
        void methodWhenExceptionLeavesItRecordsItsVariables() {
            Woven woven = Woven.of("""
                    class Sample {
                        static int pay(String name, long cents) {
                            int length = name.length();
                            double price = cents / 100.0;
                            return length / (int) (cents - 5) + name.length();
                        }
                    }
                    """);

            Throwable failure = catchThrowable(() -> woven.call("Sample", "pay", "ann", 5L));

            assertThat(failure).isInstanceOf(ArithmeticException.class);
            assertThat(Woven.recorded()).singleElement().satisfies(frame -> {
                assertThat(frame.thrown()).isSameAs(failure);
                assertThat(frame.method()).isEqualTo("pay");
                assertThat(frame.locals()).isEqualTo(Map.of("name", "ann", "cents", 5L, "length", 3, "price", 0.05));
                assertThat(frame.lines()).isEqualTo("5");
            });
        }

        @Test
        void primitivesKeepTheirTypes() {
            assertThat(recorded("""
                    static void run() {
                        boolean flag = one() == 1; char letter = (char) (96 + one()); byte small = (byte) one();
                        short low = (short) one(); float part = one(); long[] many = {one()};
                        fail();
                        many[0]++;
                    }
                    static int one() { return 1; }
                    """).get(0))
                    .containsEntry("flag", true)
                    .containsEntry("letter", 'a')
                    .containsEntry("small", (byte) 1)
                    .containsEntry("low", (short) 1)
                    .containsEntry("part", 1f)
                    .containsEntry("many", new long[] {1});
        }

        @Test
        void slotWhenReusedHasTheVariableOfItsScope() {
            assertThat(recorded("""
                    static void run() {
                        { long first = one(); first++; }
                        { String second = "second".trim(); second.trim(); }
                        { Object third = List.of(); fail(); third.hashCode(); }
                    }
                    static int one() { return 1; }
                    """)).containsExactly(Map.of("third", List.of()));
        }

        @Test
        void variableWhenNotAssignedOnEveryWayIsLeftOut() {
            assertThat(recorded("""
                    static void run() {
                        int maybe;
                        String sure = "sure".trim();
                        if (sure.isEmpty()) { maybe = 1; }
                        fail();
                        sure.trim();
                    }
                    """)).containsExactly(Map.of("sure", "sure"));
        }

        @Test
        void loopRecordsTheRoundThatFailed() {
            assertThat(recorded("""
                    static void run() {
                        int sum = 0;
                        for (int i = 0; i < 9; i++) {
                            for (String each : List.of("a", "b")) {
                                if (i == 4) fail();
                                sum += each.length();
                            }
                        }
                    }
                    """)).containsExactly(Map.of("sum", 8, "i", 4, "each", "a"));
        }

        @Test
        void constructorRecordsOnlyAfterAnotherWasCalled() {
            assertThat(recorded("""
                    static void run() { new Child("x"); }
                    static class Parent { Parent(Object any) {} }
                    static class Child extends Parent {
                        int size = 3;
                        Child(String name) { super(name.trim()); fail(); size += name.length(); }
                        Child(int none) { super(none / 0); }
                    }
                    """)).containsExactly(Map.of("this", "?", "name", "x"));
            assertThat(recorded("""
                    static void run() { new Child(1); }
                    static class Child { Child(Object any) {} Child(int none) { this((Object) (none / 0)); } }
                    """)).isEmpty();
        }

        @Test
        void lambdaRecordsWhatItCapturesAndItsParameters() {
            assertThat(recorded("""
                    static void run() {
                        String outer = "outer".trim();
                        List.of(7).forEach(each -> { if (outer.length() == 5) fail(); });
                    }
                    """)).containsExactly(Map.of("outer", "outer"), Map.of("outer", "outer"));
        }

        @Test
        void switchesPatternsAndRecordsAreWoven() {
            assertThat(recorded("""
                    record Point(int x, int y) { Point { if (x < 0) fail(); } int sum() { return x + y; } }
                    static void run() {
                        Object any = new Point(1, 2);
                        String text = "two".trim();
                        switch (text) {
                            case "one": fail();
                            case "two":
                                if (any instanceof Point point && point.sum() == 3) new Point(-1, 0);
                                text.trim();
                        }
                    }
                    """))
                    .containsExactly(
                            Map.of("this", "?", "x", -1, "y", 0), Map.of("any", "?", "text", "two", "point", "?"));
        }

        @Test
        void handlerTakesTheFiftyVariablesThatWereDeclaredLast() {
            StringBuilder members =
                    new StringBuilder("static int one() { return 1; }\nstatic void run() {\nlong given = one();\n");
            for (int i = 0; i < 60; i++) {
                members.append("long v").append(i).append(" = given;\n");
            }
            Map<String, Object> locals = recorded(members + "fail(); }").get(0);
            assertThat(locals).hasSize(50).containsKeys("v10", "v59").doesNotContainKey("v9");
        }

        @Test
        void lineIsThatFromWhichTheExceptionCame() {
            Woven woven = Woven.of("""
                    class Sample {
                        static void run(String text) {
                            text.trim();
                            text.trim(); text.trim();
                            boolean empty = false;

                            text
                                .strip()
                                .substring(99);
                        }
                    }
                    """);
            assertThat(catchThrowable(() -> woven.call("Sample", "run", "x"))).isNotNull();
            assertThat(Woven.recorded()).extracting("lines").containsExactly("9");
        }
    }

    @Nested
    class OwnHandlersOfTheMethod {

        @Test
        void tryWhenFinallyRethrowsRecordsItsInnerVariables() throws Throwable {
            Woven woven = Woven.of("""
                    class Sample {
                        static StringBuilder log = new StringBuilder();
                        static void run(int given) {
                            try {
                                int inner = given + Integer.parseInt("1");
                                inner /= 0;
                            } finally {
                                log.append("finally").append(given);
                            }
                        }
                        static String log() { return log.toString(); }
                    }
                    """);

            Throwable failure = catchThrowable(() -> woven.call("Sample", "run", 4));

            assertThat(failure).isInstanceOf(ArithmeticException.class);
            assertThat(woven.call("Sample", "log")).isEqualTo("finally4");
            assertThat(Woven.recorded()).singleElement().satisfies(frame -> {
                assertThat(frame.thrown()).isSameAs(failure);
                assertThat(frame.locals()).isEqualTo(Map.of("given", 4, "inner", 5));
            });
        }

        @Test
        void catchWhenItWrapsRecordsBoth() {
            Woven woven = Woven.of("""
                    class Sample {
                        static void run(String text) {
                            try {
                                String trimmed = text.trim();
                                Integer.parseInt(trimmed);
                            } catch (NumberFormatException | NullPointerException problem) {
                                throw new IllegalStateException(problem);
                            }
                        }
                    }
                    """);

            Throwable failure = catchThrowable(() -> woven.call("Sample", "run", " x"));

            assertThat(failure).isInstanceOf(IllegalStateException.class);
            assertThat(Woven.recorded()).hasSize(2);
            assertThat(Woven.recorded().get(0).thrown()).isSameAs(failure.getCause());
            assertThat(Woven.recorded().get(0).locals()).isEqualTo(Map.of("trimmed", "x"));
            assertThat(Woven.recorded().get(1).thrown()).isSameAs(failure);
            assertThat(Woven.recorded().get(1).locals()).isEqualTo(Map.of("problem", failure.getCause()));
        }

        @Test
        void catchWhenItNeverLooksAtTheExceptionRecordsNothing() throws Throwable {
            Woven woven = Woven.of("""
                    class Sample {
                        static int run(String text) {
                            try {
                                return Integer.parseInt(text);
                            } catch (NumberFormatException ignored) {
                                return -1;
                            }
                        }
                    }
                    """);

            assertThat(woven.call("Sample", "run", "x")).isEqualTo(-1);
            assertThat(Woven.recorded()).isEmpty();
        }

        @Test
        void catchWhenItOnlyReadsAFieldOfTheExceptionRecordsNothing() throws Throwable {
            Woven woven = Woven.of("""
                    class Sample extends Exception {
                        int found;
                        static int run(int given) {
                            try {
                                Sample end = new Sample();
                                end.found = given;
                                throw end;
                            } catch (Sample end) {
                                return end.found + given;
                            }
                        }
                    }
                    """);
            assertThat(woven.call("Sample", "run", 2)).isEqualTo(4);
            assertThat(Woven.recorded()).isEmpty();
        }

        @Test
        void catchWhenSeveralFitTakesTheOneItTookBefore() throws Throwable {
            Woven woven = Woven.of("""
                    class Sample {
                        static String run(int way) {
                            String done = "";
                            try {
                                try {
                                    if (way == 0) throw new IllegalStateException();
                                    if (way == 1) throw new IllegalArgumentException();
                                    if (way == 2) throw new Error();
                                    done += "through ";
                                } catch (IllegalStateException e) {
                                    done += "state ";
                                    throw new RuntimeException(e);
                                } catch (RuntimeException e) {
                                    done += "runtime " + e.getMessage() + " ";
                                } finally {
                                    done += "finally ";
                                }
                            } catch (RuntimeException e) {
                                done += "outer " + e.getCause();
                            } catch (Throwable e) {
                                done += "any " + e;
                            }
                            return done;
                        }
                    }
                    """);

            assertThat(woven.call("Sample", "run", 0)).isEqualTo("state finally outer java.lang.IllegalStateException");
            assertThat(woven.call("Sample", "run", 1)).isEqualTo("runtime null finally ");
            assertThat(woven.call("Sample", "run", 2)).isEqualTo("finally any java.lang.Error");
            assertThat(woven.call("Sample", "run", 3)).isEqualTo("through finally ");
        }

        @Test
        void synchronizedBlockRecordsItsVariablesAndUnlocks() throws Throwable {
            Woven woven = Woven.of("""
                    class Sample {
                        static final Object LOCK = new Object();
                        static void run(String text) {
                            synchronized (LOCK) {
                                String inner = text.trim();
                                inner.substring(9);
                            }
                        }
                        static boolean locked() { return Thread.holdsLock(LOCK); }
                    }
                    """);

            Throwable failure = catchThrowable(() -> woven.call("Sample", "run", " x"));

            assertThat(failure).isInstanceOf(StringIndexOutOfBoundsException.class);
            assertThat(woven.call("Sample", "locked")).isEqualTo(false);
            assertThat(Woven.recorded())
                    .singleElement()
                    .satisfies(frame -> assertThat(frame.locals()).isEqualTo(Map.of("inner", "x")));
        }

        @Test
        void resourceIsClosedAndItsFailureSuppressed() {
            Woven woven = Woven.of("""
                    class Sample {
                        record Door(String name) implements AutoCloseable {
                            public void close() { throw new IllegalArgumentException(name); }
                        }
                        static void run(String text) {
                            try (Door door = new Door("front"); Door second = new Door("back")) {
                                text.substring(9);
                            }
                        }
                    }
                    """);

            Throwable failure = catchThrowable(() -> woven.call("Sample", "run", "x"));

            assertThat(failure).isInstanceOf(StringIndexOutOfBoundsException.class);
            assertThat(failure.getSuppressed())
                    .extracting(Throwable::getMessage)
                    .containsExactly("back", "front");
            assertThat(Woven.recorded().get(0).thrown()).isSameAs(failure);
            assertThat(Woven.recorded().get(0).locals()).containsOnlyKeys("text", "door", "second");
        }
    }

    @Nested
    class Failures {

        private static final String SOURCE = """
                class Sample {
                    static int run(int by) {
                        int part = 6 / by;
                        try {
                            return part / (by - 1);
                        } finally {
                            by = 0;
                        }
                    }
                }
                """;

        @Test
        void exceptionWhenTheRecorderThrowsGoesOn() {
            Woven woven = Woven.of(SOURCE);
            TestRecorder.failure = () -> new WrongMethodTypeException("from the recorder");

            assertThat(catchThrowable(() -> woven.call("Sample", "run", 0)))
                    .isInstanceOf(ArithmeticException.class)
                    .hasNoSuppressedExceptions();
            assertThat(catchThrowable(() -> woven.call("Sample", "run", 1))).isInstanceOf(ArithmeticException.class);
        }

        @Test
        void classWhenTheRecorderIsAbsentRunsAsBefore() throws Throwable {
            Map<String, byte[]> classes = Compiled.of(SOURCE);
            Weaver weaver = new Weaver();
            classes.replaceAll((name, bytes) -> weaver.weave(bytes).bytes());
            Woven woven = new Woven(classes, ClassLoader.getPlatformClassLoader());

            assertThat(woven.call("Sample", "run", 2)).isEqualTo(3);
            assertThat(catchThrowable(() -> woven.call("Sample", "run", 0))).isInstanceOf(ArithmeticException.class);
            assertThat(catchThrowable(() -> woven.call("Sample", "run", 1))).isInstanceOf(ArithmeticException.class);
        }

        @Test
        void stackWhenItOverflowsIsReportedAsThat() {
            Woven woven = Woven.of("class Sample { static int run(int depth) { return run(depth + 1) + 1; } }");

            assertThat(catchThrowable(() -> woven.call("Sample", "run", 0))).isInstanceOf(StackOverflowError.class);
        }
    }

    @Nested
    class ClassFiles {

        @Test
        void normalPathKeepsItsInstructions() {
            byte[] before = Compiled.of("""
                    class Sample {
                        static synchronized String run(List<String> all, long count) throws Exception {
                            for (String each : all) {
                                try { if (each.length() > count) return each; } finally { count--; }
                                synchronized (each) { count += each.hashCode() % 7; }
                            }
                            return switch ((int) count) { case 1 -> "one"; case 2 -> "two"; default -> null; };
                        }
                    }
                    """.replace("class Sample", "import java.util.List;\nclass Sample"))
                    .get("Sample");
            byte[] after = new Weaver().weave(before).bytes();

            assertThat(after).isNotEqualTo(before);
            assertThat(code(after, "run")).startsWith(code(before, "run"));
        }

        @Test
        void classWhenWovenTwiceIsTheSame() {
            Weaver weaver = new Weaver();
            byte[] once = weaver.weave(Compiled.of("class Sample { int run(String s) { return s.length(); } }")
                            .get("Sample"))
                    .bytes();

            WovenClass twice = weaver.weave(once);

            assertThat(twice.outcome()).isEqualTo(Outcome.ALREADY_WOVEN);
            assertThat(twice.bytes()).isSameAs(once);
        }

        @Test
        void classWithoutDebugDataStaysAsItIs() {
            byte[] bytes = Compiled.with(
                            List.of("-g:source,lines", "-parameters"),
                            "class Sample { int run(String s) { return s.length(); } }")
                    .get("Sample");

            WovenClass woven = new Weaver().weave(bytes);

            assertThat(woven.outcome()).isEqualTo(Outcome.NO_DEBUG_DATA);
            assertThat(woven.bytes()).isSameAs(bytes);
        }

        @Test
        void classWhenNothingCanFailStaysAsItIs() {
            assertThat(outcome("class Sample { private int size; int size() { return size; } "
                            + "void size(int size) { this.size = size; } }"))
                    .isEqualTo(Outcome.NOTHING_TO_RECORD);
            assertThat(outcome("interface Sample { int size(); }")).isEqualTo(Outcome.NOTHING_TO_RECORD);
        }

        @Test
        void classWhenItsVersionIsNotKnownStaysAsItIs() {
            byte[] bytes = Compiled.of("class Sample { int run(String s) { return s.length(); } }")
                    .get("Sample");
            bytes[7] = 50;
            assertThat(new Weaver().weave(bytes).outcome()).isEqualTo(Outcome.OTHER_VERSION);
            bytes[7] = 70;
            assertThat(new Weaver().weave(bytes).outcome()).isEqualTo(Outcome.OTHER_VERSION);
            assertThat(new Weaver().weave(new byte[0]).outcome()).isEqualTo(Outcome.OTHER_VERSION);
        }

        @Test
        void classWhenItIsBrokenStaysAsItIs() {
            byte[] whole = Compiled.of("class Sample { int run(String s) { return s.length(); } }")
                    .get("Sample");
            for (int length = 10; length < whole.length; length++) {
                byte[] cut = Arrays.copyOf(whole, length);
                WovenClass woven = new Weaver().weave(cut);
                assertThat(woven.outcome()).isEqualTo(Outcome.FAILED);
                assertThat(woven.bytes()).isSameAs(cut);
            }
        }

        @Test
        void classWhenItsDebugDataLiesDoesTheSame() throws Throwable {
            byte[] whole = Compiled.of("""
                    class Sample {
                        static long run(String text, long factor) {
                            long sum = 0;
                            for (int i = 0; i < text.length(); i++) {
                                double half = sum / 2.0;
                                try {
                                    String each = text.substring(i);
                                    sum += each.length() * factor + (long) half;
                                } catch (RuntimeException failure) {
                                    sum -= failure.getMessage().length();
                                }
                            }
                            return sum / text.length();
                        }
                    }
                    """).get("Sample");
            Object expected = load(whole).call("Sample", "run", "text", 3L);
            for (String descriptor : List.of("I", "J", "F", "D", "Ljava/lang/String;", "[J")) {
                for (int shift = 0; shift < 10; shift++) {
                    WovenClass woven = new Weaver(TestRecorder.class).weave(lying(whole, descriptor, shift));
                    assertThat(load(woven.bytes()).call("Sample", "run", "text", 3L))
                            .isEqualTo(expected);
                    assertThat(catchThrowable(() -> load(woven.bytes()).call("Sample", "run", "", 3L)))
                            .isInstanceOf(ArithmeticException.class);
                }
            }
        }

        private static Woven load(byte[] bytes) {
            return new Woven(Map.of("Sample", bytes), WeaverTests.class.getClassLoader());
        }

        /** Says of each variable that it is of this type, in a slot further on, in all of the method. */
        private static byte[] lying(byte[] bytes, String descriptor, int shift) {
            ClassNode node = new ClassNode();
            new ClassReader(bytes).accept(node, 0);
            MethodNode method = node.methods.get(1);
            LabelNode start = new LabelNode();
            LabelNode end = new LabelNode();
            method.instructions.insert(start);
            method.instructions.add(end);
            for (LocalVariableNode variable : method.localVariables) {
                variable.desc = descriptor;
                variable.index = (variable.index + shift) % (method.maxLocals - 1);
                variable.start = start;
                variable.end = end;
            }
            ClassWriter writer = new ClassWriter(0);
            node.accept(writer);
            return writer.toByteArray();
        }

        @Test
        void loopIsCoveredFromItsFirstInstructionSoThatHotSpotCanTurnItRound() {
            MethodNode method = woven("""
                    class Sample {
                        static int sum(int[] values) {
                            int sum = 0;
                            for (int i = 0; i < values.length; i++) { sum += values[i]; }
                            return sum;
                        }
                    }
                    """, "sum");

            List<LabelNode> loops = Arrays.stream(method.instructions.toArray())
                    .filter(instruction -> instruction.getOpcode() == Opcodes.GOTO)
                    .map(instruction -> ((JumpInsnNode) instruction).label)
                    .toList();
            assertThat(loops).isNotEmpty();
            assertThat(method.tryCatchBlocks).extracting(block -> block.start).containsAll(loops);
        }

        @Test
        void methodWhenHotSpotWouldNoLongerCompileItStaysAsItIs() {
            StringBuilder source = new StringBuilder("class Sample { void small(String s) { s.trim(); }\n");
            source.append("static long run(String given) {\nlong sum = 0;\n");
            for (int i = 0; i < 600; i++) {
                source.append("int v")
                        .append(i)
                        .append(" = given.length(); sum += v")
                        .append(i)
                        .append(";\n");
            }
            byte[] bytes = Compiled.of(source + "return sum; } }").get("Sample");

            WovenClass woven = new Weaver().weave(bytes);

            assertThat(woven.outcome()).isEqualTo(Outcome.TOO_LARGE);
            assertThat(code(woven.bytes(), "run")).isEqualTo(code(bytes, "run"));
            assertThat(code(woven.bytes(), "small")).isNotEqualTo(code(bytes, "small"));
        }

        private static MethodNode woven(String source, String method) {
            ClassNode node = new ClassNode();
            new ClassReader(new Weaver()
                            .weave(Compiled.of(source).get("Sample"))
                            .bytes())
                    .accept(node, 0);
            return node.methods.stream()
                    .filter(candidate -> candidate.name.equals(method))
                    .findFirst()
                    .orElseThrow();
        }

        private static Outcome outcome(String source) {
            return new Weaver().weave(Compiled.of(source).get("Sample")).outcome();
        }
    }

    /** Runs a sample, and returns what its own frames had. */
    private static List<Map<String, Object>> recorded(String members) {
        Woven woven = Woven.of("""
                import java.util.List;
                class Sample {
                    static void fail() { throw new IllegalStateException(); }
                %s
                }
                """.formatted(members));
        assertThat(catchThrowable(() -> woven.call("Sample", "run"))).isNotNull();
        return Woven.recorded().stream().map(TestRecorder.Recorded::readable).toList();
    }

    /** Returns the bytes of a method's code, without what comes after it. */
    private static byte[] code(byte[] bytes, String method) {
        return CodeBytes.of(bytes, method);
    }
}
