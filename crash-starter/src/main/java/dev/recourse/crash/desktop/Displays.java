package dev.recourse.crash.desktop;

import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/** Tells whether a window can be opened here, without loading a class of AWT. */
public final class Displays {

    private Displays() {}

    /** Returns whether this process may open a window. */
    public static boolean isThere() {
        return isThere(System.getProperties(), System.getenv())
                && ModuleLayer.boot().findModule("java.desktop").isPresent();
    }

    /** As {@code java.awt.GraphicsEnvironment.isHeadless} decides; elsewhere than on X11 a session without a screen shows only later. */
    static boolean isThere(Properties properties, Map<String, String> environment) {
        boolean headless = Boolean.parseBoolean(properties.getProperty("java.awt.headless"));
        return !headless && (!usesX11(properties) || hasX11(environment));
    }

    private static boolean usesX11(Properties properties) {
        String os = properties.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        return !os.startsWith("windows") && !os.startsWith("mac");
    }

    private static boolean hasX11(Map<String, String> environment) {
        return !environment.getOrDefault("DISPLAY", "").isBlank();
    }
}
