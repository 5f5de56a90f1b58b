package dev.recourse.crash.locals.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Woven methods before HotSpot's compilers: what one of them refuses is interpreted for a long time. */
class CompilationTests {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"-XX:TieredStopAtLevel=1", "-XX:-TieredCompilation"})
    void methodsAreCompiled(String compiler) throws Exception {
        WovenChild program = WovenChild.of(List.of("-g", "--release", "17"), """
                static int small(int number) {
                    return 1 / number;
                }
                static String text(String text, double part, float share, long total, boolean open, byte one) {
                    return text.trim() + part + share + total + open + one;
                }
                static synchronized int loop(int[] numbers, Object a, Object b, Object c, Object d, Object e, Object f) {
                    int sum = 0;
                    for (int each : numbers) {
                        try {
                            sum += small(each);
                        } catch (ArithmeticException ex) {
                            sum += a.hashCode() + b.hashCode() + c.hashCode() + d.hashCode();
                        } finally {
                            String text = "" + sum + e + f;
                            sum += text.length();
                        }
                    }
                    synchronized (numbers) {
                        return sum + numbers[0];
                    }
                }
                public static void main(String[] arguments) {
                    loop(new int[] {0, 1}, 1, 2, 3, 4, 5, 6);
                    text(" ", 1, 2, 3, true, (byte) 4);
                    try {
                        text(null, 1, 2, 3, true, (byte) 4);
                    } catch (NullPointerException ex) {
                        System.out.println("ended");
                    }
                }
                """, directory);
        assertThat(program.run(
                        "-Xcomp",
                        "-XX:-Inline",
                        compiler,
                        "-XX:CompileCommand=quiet",
                        "-XX:CompileCommand=compileonly,Main::*",
                        "-XX:+PrintCompilation"))
                .contains("Main::small", "Main::text", "Main::loop", "ended")
                .doesNotContain("COMPILE SKIPPED");
    }
}
