package dev.recourse.crash.locals.weave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.crash.locals.LocalsRecorder;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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

    @Test
    void buffersOnOneLineNeedTheRoomOfOne() throws Exception {
        assertThat(run("""
                static int work(int size) { byte[] first = new byte[size]; int sum = sum(first); byte[] second = new byte[size]; return sum + sum(second); }
                static int sum(byte[] bytes) { int sum = 0; for (byte each : bytes) sum += each; return sum; }
                static int large() { return work(40_000_000); }
                """)).isEqualTo("0\n");
    }

    /** What is stored is read by the handler of the line, and what was there before must not be. */
    @Test
    void bufferThatTakesTheSlotOfAnotherNeedsTheRoomOfOne() throws Exception {
        assertThat(run("""
                static byte[] make(int size) { return new byte[size]; }
                static int work(int size) {
                    byte[] buffer = make(size);
                    int sum = sum(buffer);
                    buffer = make(size);
                    sum += sum(buffer);
                    return sum;
                }
                static int sum(byte[] bytes) {
                    int sum = 0;
                    for (byte each : bytes) sum += each;
                    return sum;
                }
                static int large() { return work(40_000_000); }
                """)).isEqualTo("0\n");
    }

    /** Without line numbers nobody knows what the line that runs has read. */
    @Test
    void buffersOfCodeWithoutLinesNeedTheRoomOfOne() throws Exception {
        assertThat(run(List.of("-g:vars", "--release", "17"), BUFFERS)).isEqualTo("0\n");
    }

    private String run(String members) throws Exception {
        return run(List.of("-g", "--release", "17"), members);
    }

    private String run(List<String> options, String members) throws Exception {
        Map<String, byte[]> classes = Compiled.with(options, """
                public class Main {
                %s
                    public static void main(String[] arguments) {
                        for (int i = 0; i < 20_000; i++) work(16);
                        System.out.println(large());
                    }
                }
                """.formatted(members));
        for (Map.Entry<String, byte[]> entry : classes.entrySet()) {
            WovenClass woven = new Weaver().weave(entry.getValue());
            Files.write(directory.resolve(entry.getKey() + ".class"), woven.bytes());
        }
        Path recorder = Path.of(LocalsRecorder.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx72m",
                        "-XX:+UseSerialGC",
                        "-Xbatch",
                        "-cp",
                        directory + File.pathSeparator + recorder,
                        "Main")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return output.replace("\r", "");
    }
}
