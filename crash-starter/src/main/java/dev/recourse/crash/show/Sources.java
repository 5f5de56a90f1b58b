package dev.recourse.crash.show;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recourse.crash.CrashReport.Frame;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds sources where they are at hand: in the class path, and in the source folders of the modules from which it was built. */
final class Sources {

    private static final List<String> FOLDERS = List.of("src/main/java", "src/main/kotlin", "src/test/java");

    /** From {@code build/classes/java/main} to the module. */
    private static final int STEPS_UP = 4;

    private static final int MAX_ENTRIES = 500;

    private static final int MAX_SIZE = 1024 * 1024;

    private static final Pattern FILE = Pattern.compile("[\\w$-]+\\.(?:java|kt|groovy|scala)");

    private static final Pattern PACKAGE = Pattern.compile("(?:\\p{javaJavaIdentifierPart}+/)*+");

    private final List<Path> folders;

    private Sources(List<Path> folders) {
        this.folders = folders;
    }

    /** Returns the sources of this process: below its working directory, and around the entries of its class path. */
    static Sources ofProcess() {
        return OfProcess.SOURCES;
    }

    /** Returns the sources around these paths. */
    static Sources around(List<String> paths) {
        Set<Path> modules = new LinkedHashSet<>();
        for (String path : paths) {
            try {
                Path module = Path.of(path).toAbsolutePath().normalize();
                for (int i = 0; i <= STEPS_UP && module != null; i++) {
                    modules.add(module);
                    module = module.getParent();
                }
            } catch (InvalidPathException ex) {
                // then there is nothing at this place
            }
        }
        return new Sources(modules.stream()
                .flatMap(module -> FOLDERS.stream().map(module::resolve))
                .filter(Files::isDirectory)
                .toList());
    }

    /** Returns the source of a frame, or null where it is not at hand. */
    @Nullable
    SourceExcerpt find(Frame frame, Instant crash) {
        String name = name(frame);
        if (name == null || frame.line() < 1) {
            return null;
        }
        try {
            return find(name, frame.line(), crash);
        } catch (IOException | InvalidPathException ex) {
            // the second: a name that no file of this system can have
            return null;
        }
    }

    private @Nullable SourceExcerpt find(String name, int line, Instant crash) throws IOException {
        for (Path folder : folders) {
            Path file = folder.resolve(name);
            if (Files.isRegularFile(file)) {
                boolean changed = Files.getLastModifiedTime(file).toInstant().isAfter(crash);
                try (InputStream in = Files.newInputStream(file)) {
                    return excerpt(in, line, changed);
                }
            }
        }
        try (InputStream in = Sources.class.getResourceAsStream("/" + name)) {
            return in == null ? null : excerpt(in, line, false);
        }
    }

    private static @Nullable SourceExcerpt excerpt(InputStream in, int line, boolean changed) throws IOException {
        List<String> lines = new String(in.readNBytes(MAX_SIZE), UTF_8).lines().toList();
        return line > lines.size() ? null : SourceExcerpt.of(lines, line, changed);
    }

    /** Returns the path of a file below a source folder; what a report says cannot lead out of it. */
    private static @Nullable String name(Frame frame) {
        String directory = frame.className()
                .substring(0, frame.className().lastIndexOf('.') + 1)
                .replace('.', '/');
        boolean valid = frame.file() != null
                && FILE.matcher(frame.file()).matches()
                && PACKAGE.matcher(directory).matches();
        return valid ? directory + frame.file() : null;
    }

    /** Looks around when a page is drawn first. */
    private static final class OfProcess {

        static final Sources SOURCES = around(Stream.concat(
                        Stream.of(""),
                        Arrays.stream(System.getProperty("java.class.path", "").split(File.pathSeparator)))
                .limit(MAX_ENTRIES)
                .toList());
    }
}
