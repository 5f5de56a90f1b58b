package dev.recourse.crash.locals.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.Type;

class ColdConstantsTests {

    @TempDir
    private Path directory;

    @Test
    void eachPlaceOfAClassHasOneOfItsOwn() {
        ColdConstants constants = new ColdConstants();
        List<Type> made =
                IntStream.range(0, 10_000).mapToObj(i -> constants.next()).toList();
        assertThat(made).doesNotHaveDuplicates();
        assertThat(made).allSatisfy(type -> assertThat(type.getArgumentCount()).isLessThan(10));
    }

    /** Where nothing was thrown, what handlers read is as free to the compiler as if there were none. */
    @Test
    void objectsThatNeverLeaveAMethodAreNotOnTheHeap() throws Exception {
        WovenChild program = WovenChild.of(List.of("-g", "--release", "17"), """
                static final class Sum {
                    int value;
                    void add(int number) {
                        value += number;
                    }
                }
                static int sum(int[] numbers) {
                    Sum sum = new Sum();
                    for (int number : numbers) {
                        sum.add(divide(1, number));
                    }
                    return sum.value;
                }
                static long bytes(int[] numbers, int times) {
                    com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean)
                            java.lang.management.ManagementFactory.getThreadMXBean();
                    long before = threads.getCurrentThreadAllocatedBytes();
                    for (int i = 0; i < times; i++) {
                        sum(numbers);
                    }
                    return threads.getCurrentThreadAllocatedBytes() - before;
                }
                static int divide(int number, int divisor) {
                    return number / divisor;
                }
                public static void main(String[] arguments) {
                    try {
                        divide(1, 0);
                    } catch (ArithmeticException elsewhere) {
                    }
                    int[] numbers = {1, 2, 3};
                    bytes(numbers, 100_000);
                    System.out.println(bytes(numbers, 100_000) < 10_000 ? "none" : "objects");
                }
                """, directory);
        assertThat(program.run("-Xbatch", "-XX:CompileCommand=quiet", "-XX:CompileCommand=dontinline,Main::divide"))
                .contains("none");
    }
}
