package dev.recourse.crash.locals.weave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.crash.locals.LocalsRecorder;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A woven program in a directory, which runs in processes of its own. */
final class WovenChild {

    private final Path directory;

    private WovenChild(Path directory) {
        this.directory = directory;
    }

    /** Weaves a class with these members, one of them {@code main}. */
    static WovenChild of(List<String> compilerOptions, String members, Path directory) throws Exception {
        for (Map.Entry<String, byte[]> entry : Compiled.with(
                        compilerOptions, "public class Main {%n%s}".formatted(members))
                .entrySet()) {
            WovenClass woven = new Weaver().weave(entry.getValue());
            Files.write(directory.resolve(entry.getKey() + ".class"), woven.bytes());
        }
        return new WovenChild(directory);
    }

    /** Returns what a JVM with these options prints. */
    String run(String... options) throws Exception {
        Path recorder = Path.of(LocalsRecorder.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", directory + File.pathSeparator + recorder, "Main"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return output.replace("\r", "");
    }
}
