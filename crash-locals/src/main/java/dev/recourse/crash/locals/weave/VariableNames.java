package dev.recourse.crash.locals.weave;

import java.util.regex.Pattern;
import org.objectweb.asm.tree.LocalVariableNode;

/** Names of variables as the source has them: compilers give other names to copies. */
final class VariableNames {

    /** Kotlin's {@code $card} of what is captured and {@code card$iv} of what is inlined, Scala's {@code card$1}, Java's {@code val$card}. */
    private static final Pattern COPY = Pattern.compile("^(?:val)?\\$(?=[^$])|(?:\\$(?:iv|\\d+))+$");

    private VariableNames() {}

    static String of(LocalVariableNode variable) {
        return of(variable.name);
    }

    static String of(String name) {
        return COPY.matcher(name).replaceAll("");
    }
}
