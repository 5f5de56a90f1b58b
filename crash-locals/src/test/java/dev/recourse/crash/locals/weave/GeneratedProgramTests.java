package dev.recourse.crash.locals.weave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.crash.locals.LocalsRecorder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Programs of chance, in which exceptions are kept, wrapped and thrown again by other calls, rounds and threads.
 *
 * <p>Each call has a number, and each exception says in its message which calls, in which rounds, it was made in: what a
 * frame shows must be that, or nothing.
 */
class GeneratedProgramTests {

    private static final int PROGRAMS = 40;

    private static final int METHODS = 4;

    /** Decides by chance, and keeps exceptions; nobody weaves it. */
    private static final String LIBRARY = """
            import java.util.*;
            class LibrarySim {
                interface Task { void run() throws Exception; }
                static Random random;
                static int calls;
                static int steps;
                static final List<Exception> KEPT = new ArrayList<>();
                static final List<Throwable> ALL = new ArrayList<>();
                static int next() { return ++calls; }
                static boolean choose(int of) { return ++steps < 4000 && random.nextInt(of) == 0; }
                static boolean goesOn() { return ++steps < 4000; }
                static void keep(Exception e) { KEPT.add(e); }
                static Exception noted(Exception e) { ALL.add(e); return e; }
                static Exception kept() {
                    return KEPT.isEmpty() ? new Exception("") : KEPT.get(random.nextInt(KEPT.size()));
                }
                static void rethrow() throws Exception { if (!KEPT.isEmpty() && choose(3)) throw kept(); }
                static void attempt(Task task) { try { task.run(); } catch (Exception e) { KEPT.add(e); } }
                static void through(Task task) throws Exception { task.run(); }
                static void retried(Task task) throws Exception {
                    Exception last = null;
                    for (int i = 0; i < 2; i++) { try { task.run(); return; } catch (Exception e) { last = e; } }
                    throw last;
                }
                static void elsewhere(Task task) throws Exception {
                    Exception[] thrown = new Exception[1];
                    Thread thread = new Thread(() -> { try { task.run(); } catch (Exception e) { thrown[0] = e; } });
                    thread.start();
                    thread.join();
                    if (thrown[0] != null) throw thrown[0];
                }
            }
            """;

    private final StringBuilder source = new StringBuilder();

    @Test
    void framesShowTheCallsInWhichTheExceptionWasMade() throws Throwable {
        int shown = 0;
        for (int seed = 0; seed < PROGRAMS; seed++) {
            shown += check(seed);
        }
        assertThat(shown).isGreaterThan(PROGRAMS);
    }

    private int check(int seed) throws Throwable {
        String main = Program.newName();
        String program = program(main, new Random(seed));
        Map<String, byte[]> classes =
                new HashMap<>(Compiled.with(List.of("-g", "--release", "17", "-nowarn"), LIBRARY, program));
        Weaver weaver = new Weaver();
        classes.replaceAll((name, bytes) ->
                name.startsWith("Library") ? bytes : weaver.weave(bytes).bytes());
        Woven woven = new Woven(classes, LocalsRecorder.class.getClassLoader());
        LocalsRecorder.renderWith(Program.PLAIN);
        @SuppressWarnings("unchecked")
        List<Throwable> made = (List<Throwable>) woven.call(main, "run", new Random(seed));
        int shown = 0;
        for (Throwable failure : made) {
            shown += check(failure, null, seed, program);
            if (failure.getCause() != null) {
                check(failure.getCause(), failure, seed, program);
            }
        }
        return shown;
    }

    private static int check(Throwable failure, Throwable around, int seed, String program) {
        String[] calls = failure.getMessage().split("/", -1);
        List<Map<String, String>> frames = Shown.frames(failure, around);
        StackTraceElement[] trace = failure.getStackTrace();
        int call = calls.length - 1;
        int shown = 0;
        for (int i = 0; i < trace.length && call > 0; i++) {
            if (trace[i].getMethodName().matches("m\\d")) {
                Map<String, String> locals = frames.get(i);
                if (locals.containsKey("id")) {
                    shown++;
                    assertThat(locals.get("id") + ":" + locals.get("round"))
                            .as("seed %d, frame %d of %s%n%s", seed, i, failure, program)
                            .isEqualTo(calls[call]);
                }
                call--;
            }
        }
        return shown;
    }

    private String program(String name, Random random) {
        source.setLength(0);
        source.append("class ").append(name).append(" {\n");
        for (int i = 0; i < METHODS; i++) {
            source.append("static void m").append(i).append("(int depth, String path) throws Exception {\n");
            source.append("int id = LibrarySim.next(); int round = -1;\n");
            block(random, 0);
            source.append("}\n");
        }
        return source.append("""
                static java.util.List<Throwable> run(java.util.Random random) {
                    LibrarySim.random = random;
                    for (int i = 0; i < 5; i++) {
                        try { m0(0, ""); } catch (Exception e) { LibrarySim.keep(e); }
                    }
                    return LibrarySim.ALL;
                }
                }
                """).toString();
    }

    private void block(Random random, int level) {
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            statement(random, level);
            source.append(random.nextInt(3) == 0 ? " " : "\n");
        }
    }

    private void statement(Random random, int level) {
        String here = "path + \"/\" + id + \":\" + round";
        String call = "m" + random.nextInt(METHODS) + "(depth + 1, ";
        switch (random.nextInt(level > 2 ? 8 : 12)) {
            case 0, 1 ->
                source.append(
                        "if (LibrarySim.choose(4)) throw LibrarySim.noted(new IllegalStateException(" + here + "));");
            case 2, 3 -> source.append("if (depth < 4 && LibrarySim.goesOn()) " + call + here + ");");
            case 4 -> source.append("if (LibrarySim.choose(6)) throw LibrarySim.kept();");
            case 5 -> source.append("LibrarySim.rethrow();");
            case 6, 7 -> {
                List<String> ways = new ArrayList<>(List.of("attempt", "through", "retried", "elsewhere"));
                source.append("if (depth < 4 && LibrarySim.goesOn()) { int i0 = id, r0 = round; LibrarySim."
                        + ways.get(random.nextInt(ways.size()))
                        + "(() -> " + call + "path + \"/\" + i0 + \":\" + r0)); }");
            }
            case 8, 9 -> {
                source.append("for (round = 0; round < 3; round++) {");
                block(random, level + 1);
                source.append("}");
            }
            case 10 -> {
                source.append("try {");
                block(random, level + 1);
                List<String> ends = List.of(
                        "LibrarySim.keep(e);",
                        "throw e;",
                        "IllegalArgumentException other = new IllegalArgumentException(" + here
                                + ", e); LibrarySim.noted(other); throw other;",
                        "LibrarySim.next(); if (LibrarySim.choose(2)) throw e;");
                source.append("} catch (Exception e) {" + ends.get(random.nextInt(ends.size())) + "}");
            }
            default -> {
                source.append("try {");
                block(random, level + 1);
                source.append("} finally { LibrarySim.next(); }");
            }
        }
    }
}
