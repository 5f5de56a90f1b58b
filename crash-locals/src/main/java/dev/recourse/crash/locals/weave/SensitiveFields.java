package dev.recourse.crash.locals.weave;

import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;

/** The fields of a class that are {@code @Sensitive}, or that get what is. */
final class SensitiveFields {

    private final String owner;
    private final Set<String> names = new HashSet<>();

    SensitiveFields(ClassNode node) {
        this.owner = node.name;
        for (FieldNode field : node.fields) {
            if (SensitiveAnnotation.isIn(field.visibleAnnotations)
                    || SensitiveAnnotation.isIn(field.visibleTypeAnnotations)) {
                names.add(field.name);
            }
        }
    }

    int size() {
        return names.size();
    }

    boolean contain(FieldInsnNode access) {
        return access.owner.equals(owner) && names.contains(access.name);
    }

    /** Adds a field; returns whether it was not known before. */
    boolean add(FieldInsnNode access) {
        return access.owner.equals(owner) && names.add(access.name);
    }
}
