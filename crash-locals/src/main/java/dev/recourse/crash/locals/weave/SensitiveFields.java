package dev.recourse.crash.locals.weave;

import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;

/** The fields of a class that get something sensitive from the classes around it. */
final class SensitiveFields {

    private SensitiveFields() {}

    /** Returns those that have captured a sensitive variable of the method around. */
    static Set<String> captured(ClassNode node, Set<String> around) {
        return names(node, field -> isCaptured(field) && around.contains(VariableNames.of(field.name)));
    }

    /** Returns those into which a class around puts something sensitive, or from which it takes what is marked there. */
    static Set<String> given(ClassNode node, Set<String> around, String prefix) {
        return names(node, field -> around.contains(prefix + node.name + SensitiveNames.field(field.name)));
    }

    private static Set<String> names(ClassNode node, Predicate<FieldNode> isWanted) {
        return node.fields.stream().filter(isWanted).map(field -> field.name).collect(Collectors.toSet());
    }

    private static boolean isCaptured(FieldNode field) {
        return (field.access & Opcodes.ACC_FINAL) != 0
                && !VariableNames.of(field.name).equals(field.name);
    }
}
