package dev.recourse.crash.locals.weave;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;

/** The variables of a class whose values must not be recorded. */
final class SensitiveVariables {

    private final Set<LocalVariableNode> found = Collections.newSetFromMap(new IdentityHashMap<>());

    SensitiveVariables(ClassNode node) {}

    Set<LocalVariableNode> of(MethodNode method) {
        return found;
    }
}
