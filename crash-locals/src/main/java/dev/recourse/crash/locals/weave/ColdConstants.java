package dev.recourse.crash.locals.weave;

import org.objectweb.asm.Type;

/**
 * Constants of a class, one for each place, that the JVM makes when the code of the place runs first (JVMS 5.4.3.5).
 *
 * <p>Until then HotSpot's second compiler makes no code of what follows the load of such a constant, but a trap: so what a
 * handler reads costs nothing where nothing was thrown yet. They are types of methods, which need no class; their first
 * parameter is a {@code byte}, for those of lambdas are constants too, and made early.
 */
final class ColdConstants {

    private static final String PARAMETERS = "BCDFIJSZ";

    private int made;

    /** Returns a constant that this class has not had before. */
    Type next() {
        StringBuilder descriptor = new StringBuilder("(B");
        for (int rest = made++; rest > 0; rest /= PARAMETERS.length()) {
            descriptor.append(PARAMETERS.charAt(rest % PARAMETERS.length()));
        }
        return Type.getMethodType(descriptor.append(")V").toString());
    }
}
