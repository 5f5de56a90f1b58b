package dev.recourse.crash.locals.weave;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/** Finds out which class this process was started with, before it is loaded. */
final class MainClass {

    private static final String SPRING_BOOT_LOADER = "org.springframework.boot.loader.";

    private MainClass() {}

    /** Returns the binary name; of a Spring Boot jar the class behind its launcher. */
    static @Nullable String name() {
        return name(System.getProperty("sun.java.command", ""), System.getProperty("java.class.path", ""));
    }

    /**
     * Returns the name for a command line.
     *
     * @param command the class, a jar, or a module and a class, and the arguments
     * @param classPath with {@code -jar}, the jar alone
     */
    static @Nullable String name(String command, String classPath) {
        boolean isJar = !classPath.isEmpty() && (command.equals(classPath) || command.startsWith(classPath + " "));
        String main = isJar ? ofJar(classPath) : command.split(" ", 2)[0];
        if (main == null || main.isEmpty()) {
            return null;
        }
        return main.startsWith(SPRING_BOOT_LOADER) ? behindLauncher() : main.substring(main.indexOf('/') + 1);
    }

    private static @Nullable String ofJar(String jar) {
        try (JarFile file = new JarFile(jar)) {
            Manifest manifest = file.getManifest();
            String start = manifest == null ? null : startClass(manifest);
            return start != null || manifest == null
                    ? start
                    : manifest.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
        } catch (IOException failure) {
            return null;
        }
    }

    private static @Nullable String behindLauncher() {
        try {
            for (URL url : Collections.list(ClassLoader.getSystemResources(JarFile.MANIFEST_NAME))) {
                try (InputStream in = url.openStream()) {
                    String start = startClass(new Manifest(in));
                    if (start != null) {
                        return start;
                    }
                }
            }
        } catch (IOException failure) {
            return null;
        }
        return null;
    }

    private static @Nullable String startClass(Manifest manifest) {
        return manifest.getMainAttributes().getValue("Start-Class");
    }
}
