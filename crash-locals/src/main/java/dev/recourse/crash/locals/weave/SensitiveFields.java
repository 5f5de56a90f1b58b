package dev.recourse.crash.locals.weave;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;

/** The fields of a class that are {@code @Sensitive}, that get what is, or that have captured it in the method around the class. */
final class SensitiveFields {

    private final String owner;
    private final Set<String> names = new HashSet<>();

    SensitiveFields(ClassNode node, SensitiveMembers members) {
        this.owner = node.name;
        for (FieldNode field : node.fields) {
            if (SensitiveAnnotation.isIn(field.visibleAnnotations)
                    || SensitiveAnnotation.isIn(field.visibleTypeAnnotations)
                    || (node.outerClass != null
                            && isCaptured(field)
                            && members.variables(node.outerClass).contains(VariableNames.of(field.name)))) {
                names.add(field.name);
            }
        }
    }

    private static boolean isCaptured(FieldNode field) {
        return (field.access & Opcodes.ACC_FINAL) != 0
                && !VariableNames.of(field.name).equals(field.name);
    }

    /** Returns the names of variables that they are copies of. */
    Set<String> captured() {
        return names.stream().map(VariableNames::of).collect(Collectors.toSet());
    }

    int size() {
        return names.size();
    }

    boolean contain(FieldNode field) {
        return names.contains(field.name);
    }

    boolean contain(FieldInsnNode access) {
        return access.owner.equals(owner) && names.contains(access.name);
    }

    /** Adds a field; returns whether it was not known before. */
    boolean add(FieldInsnNode access) {
        return access.owner.equals(owner) && names.add(access.name);
    }
}
