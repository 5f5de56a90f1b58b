package dev.recourse.crash.locals.weave;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The packages whose classes are an application's own.
 *
 * <p>Unless they are given, these are the package of the main class and, as soon as it is loaded, that of the class with
 * {@code @SpringBootApplication}; each with the packages below. In any case without what is made at run time, and without
 * the recorder.
 */
final class ApplicationPackages {

    private static final byte[] SPRING_BOOT_APPLICATION =
            "Lorg/springframework/boot/autoconfigure/SpringBootApplication;".getBytes(StandardCharsets.UTF_8);

    private static final List<String> LIBRARIES = List.of(
            "java/",
            "javax/",
            "jdk/",
            "sun/",
            "com/sun/",
            "kotlin/",
            "scala/",
            "groovy/",
            "org/springframework/",
            "org/apache/",
            "org/junit/",
            "org/gradle/",
            "com/intellij/",
            "worker/org/gradle/");

    private static final String RECORDER = "dev/recourse/crash/locals/";

    /** Parts of the names of classes that are made at run time. */
    private static final List<String> GENERATED = List.of(
            "$$SpringCGLIB$$",
            "$$EnhancerBy",
            "$$FastClassBy",
            "$$Lambda",
            "$Proxy",
            "$HibernateProxy",
            "$MockitoMock$",
            "$ByteBuddy$",
            "_$$_");

    private final List<String> prefixes;
    private volatile boolean complete;

    private ApplicationPackages(List<String> prefixes, boolean complete) {
        this.prefixes = new CopyOnWriteArrayList<>(prefixes);
        this.complete = complete;
    }

    /** Takes names separated by commas, with or without {@code .*}: the packages below are meant in any case. */
    static ApplicationPackages of(String names) {
        List<String> prefixes = Arrays.stream(names.split(",", -1))
                .map(name -> name.strip().replace('.', '/').replaceFirst("/[/*]*$", ""))
                .filter(name -> !name.isEmpty())
                .map(name -> name + "/")
                .toList();
        return new ApplicationPackages(prefixes, true);
    }

    static ApplicationPackages ofMainClass(@Nullable String mainClass) {
        String name = mainClass == null ? "" : mainClass.replace('.', '/');
        return new ApplicationPackages(name.isEmpty() || isLibrary(name) ? List.of() : List.of(prefix(name)), false);
    }

    /**
     * Whether a class is to be woven.
     *
     * @param name with slashes
     */
    boolean contain(String name, byte[] bytes) {
        if (!complete && !isLibrary(name) && contains(bytes, SPRING_BOOT_APPLICATION)) {
            prefixes.add(prefix(name));
            complete = true;
        }
        for (String prefix : prefixes) {
            if (prefix.isEmpty() ? name.indexOf('/') < 0 : name.startsWith(prefix)) {
                return !name.startsWith(RECORDER) && GENERATED.stream().noneMatch(name::contains);
            }
        }
        return false;
    }

    /** Returns the package with a slash behind it; nothing for the unnamed one. */
    private static String prefix(String name) {
        return name.substring(0, name.lastIndexOf('/') + 1);
    }

    private static boolean isLibrary(String name) {
        return LIBRARIES.stream().anyMatch(name::startsWith);
    }

    private static boolean contains(byte[] bytes, byte[] part) {
        for (int i = 0; i <= bytes.length - part.length; i++) {
            if (bytes[i] == part[0] && Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
                return true;
            }
        }
        return false;
    }
}
