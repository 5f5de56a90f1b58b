package dev.recourse.crash.locals.weave;

import dev.recourse.crash.locals.weave.WovenClass.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.CodeSizeEvaluator;

/** Weaves every class of some jars and has the JVM verify them, next to what they were before. */
final class Corpus {

    private final Map<String, byte[]> classes = new TreeMap<>();

    Corpus(List<Path> jars) {
        for (Path jar : jars) {
            add(jar);
        }
    }

    private void add(Path jar) {
        try (JarFile file = new JarFile(jar.toFile(), false)) {
            for (Enumeration<JarEntry> entries = file.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                String name = entry.getName();
                if (name.endsWith(".class") && !name.endsWith("-info.class") && !name.startsWith("META-INF/")) {
                    try (InputStream in = file.getInputStream(entry)) {
                        String type = name.substring(0, name.length() - ".class".length())
                                .replace('/', '.');
                        classes.putIfAbsent(type, in.readAllBytes());
                    }
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Report check() {
        Report report = new Report();
        Weaver weaver = new Weaver();
        Map<String, byte[]> woven = new TreeMap<>();
        long start = System.nanoTime();
        classes.forEach((name, bytes) -> {
            WovenClass result = weaver.weave(bytes);
            report.outcomes.merge(result.outcome(), 1, Integer::sum);
            if (result.outcome() == Outcome.FAILED) {
                report.failed.add(name);
            }
            if (result.bytes() != bytes) {
                woven.put(name, result.bytes());
            }
        });
        report.milliseconds = (System.nanoTime() - start) / 1_000_000;
        Loader before = new Loader(name -> classes.get(name));
        Loader after = new Loader(name -> woven.getOrDefault(name, classes.get(name)));
        for (String name : woven.keySet()) {
            String expected = before.link(name);
            String found = after.link(name);
            report.linked += found.isEmpty() ? 1 : 0;
            if (!found.equals(expected)) {
                report.different.add(name + ": " + found + " instead of " + expected);
            }
            if (!Arrays.equals(weaver.weave(woven.get(name)).bytes(), woven.get(name))) {
                report.different.add(name + ": changes when woven twice");
            }
            report.sizes(sizes(classes.get(name)), sizes(woven.get(name)));
            report.shown.add(classes.get(name), woven.get(name));
        }
        return report;
    }

    private static Map<String, Integer> sizes(byte[] bytes) {
        Map<String, Integer> sizes = new TreeMap<>();
        new ClassReader(bytes)
                .accept(
                        new ClassVisitor(Opcodes.ASM9) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access, String name, String descriptor, String signature, String[] exceptions) {
                                return new CodeSizeEvaluator(null) {
                                    @Override
                                    public void visitEnd() {
                                        sizes.put(name + descriptor, getMinSize());
                                    }
                                };
                            }
                        },
                        ClassReader.SKIP_DEBUG);
        return sizes;
    }

    /** What came out. */
    static final class Report {

        final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        final List<String> failed = new ArrayList<>();
        final List<String> different = new ArrayList<>();
        final ShownShare shown = new ShownShare();
        int linked;
        long milliseconds;
        private int methods;
        private int changed;
        private long bytesBefore;
        private long bytesAfter;
        private final int[] below = new int[3];
        private final int[] crossed = new int[3];

        private void sizes(Map<String, Integer> before, Map<String, Integer> after) {
            int[] limits = {35, 325, 8000};
            before.forEach((method, size) -> {
                int grown = after.get(method);
                if (size > 0) {
                    methods++;
                    changed += grown > size ? 1 : 0;
                    bytesBefore += size;
                    bytesAfter += grown;
                    for (int i = 0; i < limits.length; i++) {
                        below[i] += size <= limits[i] ? 1 : 0;
                        crossed[i] += size <= limits[i] && grown > limits[i] ? 1 : 0;
                    }
                }
            });
        }

        @Override
        public String toString() {
            return "%s, %d linked, %d ms%nmethods %d, changed %d, bytes %d -> %d; crossed 35: %d of %d, 325: %d of %d, 8000: %d of %d%n%s%nfailed %s%ndifferent %s"
                    .formatted(
                            outcomes,
                            linked,
                            milliseconds,
                            methods,
                            changed,
                            bytesBefore,
                            bytesAfter,
                            crossed[0],
                            below[0],
                            crossed[1],
                            below[1],
                            crossed[2],
                            below[2],
                            shown,
                            failed,
                            different);
        }
    }

    /** Defines the classes of the corpus, and finds no others but the JDK's. */
    private static final class Loader extends ClassLoader {

        private final Function<String, byte[]> bytes;

        Loader(Function<String, byte[]> bytes) {
            super(ClassLoader.getPlatformClassLoader());
            this.bytes = bytes;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] file = bytes.apply(name);
            if (file == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, file, 0, file.length);
        }

        /** Links a class, which verifies it, and returns what went wrong. */
        String link(String name) {
            try {
                // Asking for the fields links a class without running its initializer.
                return Class.forName(name, false, this).getFields().length < 0 ? "no fields" : "";
            } catch (VerifyError | ClassFormatError failure) {
                return failure.toString();
            } catch (LinkageError | ReflectiveOperationException failure) {
                return failure.getClass().getName();
            }
        }
    }

    public static void main(String[] jars) {
        Report report = new Corpus(Arrays.stream(jars).map(Path::of).toList()).check();
        System.out.println(report);
        if (!report.failed.isEmpty() || !report.different.isEmpty()) {
            System.exit(1);
        }
    }
}
