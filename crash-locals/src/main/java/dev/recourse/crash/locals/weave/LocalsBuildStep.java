package dev.recourse.crash.locals.weave;

import dev.recourse.crash.locals.WeavingStats;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.ModuleNode;

/** Weaves the class files of directories in place: {@code java -jar recourse-crash-locals.jar target/classes}. */
public final class LocalsBuildStep {

    private static final int FINE = 0;
    private static final int NOT_DONE = 2;

    private static final String RECORDER = "dev.recourse.crash.locals";

    private final Weaver weaver = new Weaver();
    private final WeavingCounts counts = new WeavingCounts();
    private final SensitiveMembers.Known members = new SensitiveMembers.Known();
    private final PrintStream err;

    private LocalsBuildStep(PrintStream err) {
        this.err = err;
    }

    /** Exits with 0, or with 2 where a directory is missing, has no classes or cannot be written. */
    public static void main(String[] directories) {
        System.exit(run(directories, System.out, System.err));
    }

    static int run(String[] directories, PrintStream out, PrintStream err) {
        if (directories.length == 0) {
            err.println("Usage: java -jar recourse-crash-locals.jar DIRECTORY...");
            return NOT_DONE;
        }
        LocalsBuildStep step = new LocalsBuildStep(err);
        try {
            for (String directory : directories) {
                if (!step.weave(Path.of(directory))) {
                    err.println("No class files in " + directory);
                    return NOT_DONE;
                }
            }
        } catch (IOException | UncheckedIOException | InvalidPathException failure) {
            err.println("Weaving failed: " + failure);
            return NOT_DONE;
        }
        out.println(step.summary());
        return FINE;
    }

    private boolean weave(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        List<Path> files;
        try (Stream<Path> all = Files.walk(directory)) {
            files = all.filter(file -> isClass(directory.relativize(file)) && Files.isRegularFile(file))
                    .toList();
        }
        checkModule(directory.resolve("module-info.class"));
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            WovenClass woven = weaver.weave(bytes, new SensitiveMembers(type -> file(directory, type), members));
            counts.add(woven.outcome());
            if (woven.bytes() != bytes) {
                replace(file, woven.bytes());
            }
        }
        return !files.isEmpty();
    }

    private static byte @Nullable [] file(Path directory, String type) {
        try {
            return Files.readAllBytes(directory.resolve(type + ".class"));
        } catch (IOException | InvalidPathException failure) {
            return null;
        }
    }

    /** Says so where a module will not find the recorder unless the agent lets it. */
    private void checkModule(Path descriptor) throws IOException {
        if (!Files.isRegularFile(descriptor)) {
            return;
        }
        ClassNode node = new ClassNode();
        try {
            new ClassReader(Files.readAllBytes(descriptor)).accept(node, ClassReader.SKIP_CODE);
        } catch (RuntimeException failure) {
            err.println("Not read: " + descriptor);
            return;
        }
        ModuleNode module = node.module;
        if (module != null && module.requires.stream().noneMatch(each -> each.module.equals(RECORDER))) {
            err.println("Module " + module.name + " records nothing without the agent: add \"requires " + RECORDER
                    + ";\" to its module-info.java");
        }
    }

    /** Whether a file is a class with code; one of a multi-release jar's other versions is not. */
    private static boolean isClass(Path file) {
        String name = file.toString();
        return name.endsWith(".class") && !name.endsWith("-info.class") && !file.startsWith("META-INF");
    }

    /** Replaces a file at once, with the time that it had: incremental compilers compare it with the source's. */
    private static void replace(Path file, byte[] bytes) throws IOException {
        Path written = file.resolveSibling(file.getFileName() + ".woven");
        try {
            Files.copy(file, written, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
            Files.write(written, bytes);
            Files.setLastModifiedTime(written, Files.getLastModifiedTime(file));
            Files.move(written, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(written);
        }
    }

    private String summary() {
        WeavingStats weaving = counts.weaving();
        String leftAlone = weaving.leftAlone().entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
        return weaving.woven()
                + (weaving.woven() == 1 ? " class woven" : " classes woven")
                + (leftAlone.isEmpty() ? "" : ", left alone: " + leftAlone);
    }
}
