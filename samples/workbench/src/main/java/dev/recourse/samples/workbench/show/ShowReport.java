package dev.recourse.samples.workbench.show;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Shows the newest report of a directory. */
public final class ShowReport {

    private ShowReport() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws IOException {
        Optional<Path> report = newest(Path.of(args[0]));
        System.out.println(report.isPresent() ? text(report.get()) : "No report in " + args[0]);
        System.exit(report.isPresent() ? 0 : 1);
    }

    static String text(Path report) throws IOException {
        String content = Files.readString(report);
        return report + "\n\n" + (report.toString().endsWith(".json") ? Excerpt.of(content) : content);
    }

    /** A report that waits is JSON; without memory for that there may be only a text, until the next start. */
    private static Optional<Path> newest(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().matches(".*\\.(json|txt)"))
                    .max(Comparator.comparing(file -> file.getFileName().toString()));
        }
    }
}
