package dev.recourse.crash.locals.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hot methods, in processes whose heap has no room for what a handler would keep alive. */
class LivenessTests {

    private static final String BUFFERS = """
            static int work(int size) {
                byte[] first = new byte[size];
                int sum = sum(first);
                byte[] second = new byte[size];
                return sum + sum(second);
            }
            static int sum(byte[] bytes) {
                int sum = 0;
                for (byte each : bytes) sum += each;
                return sum;
            }
            static int large() { return work(40_000_000); }
            """;

    @TempDir
    private Path directory;

    @Test
    void buffersThatAreUsedOneAfterTheOtherNeedTheRoomOfOne() throws Exception {
        assertThat(run(BUFFERS)).isEqualTo("0\n");
    }

    @Test
    void chainThatIsWalkedOnceNeedsTheRoomOfALink() throws Exception {
        assertThat(run("""
                static final class Link {
                    final byte[] bytes;
                    final int left;
                    Link next;
                    Link(int left, int size) { this.left = left; this.bytes = new byte[size]; }
                    Link next() { return left == 0 ? null : (next = new Link(left - 1, bytes.length)); }
                }
                static int work(int size) { return walk(10, size); }
                static int walk(int length, int size) {
                    Link head = new Link(length, size);
                    int count = 0;
                    for (Link link = head; link != null; link = link.next()) {
                        count++;
                    }
                    return count;
                }
                static int large() { return walk(200, 1_000_000); }
                """)).isEqualTo("201\n");
    }

    /** Without line numbers nobody knows what the line that runs has read. */
    @Test
    void buffersOfCodeWithoutLinesNeedTheRoomOfOne() throws Exception {
        assertThat(run(List.of("-g:vars", "--release", "17"), BUFFERS)).isEqualTo("0\n");
    }

    private String run(String members) throws Exception {
        return run(List.of("-g", "--release", "17"), members);
    }

    private String run(List<String> compilerOptions, String members) throws Exception {
        return WovenChild.of(compilerOptions, """
                %s
                public static void main(String[] arguments) {
                    for (int i = 0; i < 20_000; i++) work(16);
                    System.out.println(large());
                }
                """.formatted(members), directory)
                .run("-Xmx72m", "-XX:+UseSerialGC", "-Xbatch");
    }
}
