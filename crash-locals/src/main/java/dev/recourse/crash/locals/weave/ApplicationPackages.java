package dev.recourse.crash.locals.weave;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;

/**
 * The packages whose classes are an application's own.
 *
 * <p>Unless they are given, these are the package of the main class and, as soon as it is loaded, that of the class with
 * {@code @SpringBootApplication}; each with the packages below. In any case without what is made at run time, and without
 * the recorder.
 */
final class ApplicationPackages {

    private static final String ANNOTATION = "Lorg/springframework/boot/autoconfigure/SpringBootApplication;";

    private static final byte[] SPRING_BOOT_APPLICATION = ANNOTATION.getBytes(StandardCharsets.UTF_8);

    /** Packages of what starts applications; others below {@code org/apache} or {@code org/springframework} are somebody's own. */
    private static final List<String> LAUNCHERS = List.of(
            "java/",
            "javax/",
            "jdk/",
            "sun/",
            "com/sun/",
            "kotlin/",
            "scala/",
            "groovy/",
            "org/codehaus/groovy/",
            "org/springframework/boot/loader/",
            "org/apache/catalina/",
            "org/apache/maven/",
            "org/junit/",
            "org/gradle/",
            "org/eclipse/jdt/",
            "com/intellij/",
            "worker/org/gradle/");

    private static final String RECORDER = "dev/recourse/crash/locals/";

    /** Parts of the names of classes that are made at run time. */
    private static final List<String> GENERATED = List.of(
            "$$SpringCGLIB$$",
            "$$EnhancerBy",
            "$$FastClassBy",
            "$$Lambda",
            "$HibernateProxy",
            "$MockitoMock$",
            "$ByteBuddy$",
            "_$$_");

    /** Those of {@link java.lang.reflect.Proxy}; a class of the application may be called much the same. */
    private static final Pattern JDK_PROXY = Pattern.compile("(?:.*/)?\\$Proxy\\d+");

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
        return new ApplicationPackages(name.isEmpty() || isLauncher(name) ? List.of() : List.of(prefix(name)), false);
    }

    /**
     * Whether a class is to be woven.
     *
     * @param name with slashes
     */
    boolean contain(String name, byte[] bytes) {
        if (!complete && contains(bytes, SPRING_BOOT_APPLICATION) && isApplication(bytes)) {
            prefixes.add(prefix(name));
            complete = true;
        }
        return contain(name);
    }

    /** Whether a class is of the packages that are known so far. */
    boolean contain(String name) {
        for (String prefix : prefixes) {
            if (prefix.isEmpty() ? name.indexOf('/') < 0 : name.startsWith(prefix)) {
                return !name.startsWith(RECORDER)
                        && GENERATED.stream().noneMatch(name::contains)
                        && !JDK_PROXY.matcher(name).matches();
            }
        }
        return false;
    }

    /** Returns the package with a slash behind it; nothing for the unnamed one. */
    private static String prefix(String name) {
        return name.substring(0, name.lastIndexOf('/') + 1);
    }

    private static boolean isLauncher(String name) {
        return LAUNCHERS.stream().anyMatch(name::startsWith);
    }

    /** Whether a class that mentions the annotation has it. */
    private static boolean isApplication(byte[] bytes) {
        try {
            ClassNode node = new ClassNode();
            new ClassReader(bytes)
                    .accept(node, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
            return (node.access & Opcodes.ACC_ANNOTATION) == 0
                    && node.visibleAnnotations != null
                    && node.visibleAnnotations.stream().anyMatch(each -> each.desc.equals(ANNOTATION));
        } catch (RuntimeException failure) {
            return false;
        }
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
