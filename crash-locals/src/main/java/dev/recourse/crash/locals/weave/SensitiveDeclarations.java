package dev.recourse.crash.locals.weave;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.TypeReference;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeAnnotationNode;

/** The members of a class that are annotated with {@code @Sensitive}. */
final class SensitiveDeclarations {

    private SensitiveDeclarations() {}

    /**
     * Returns their names, by {@link SensitiveNames}.
     *
     * @param isMarkedAbove whether a class or interface above this one is marked itself
     */
    static Set<String> of(ClassNode node, boolean isMarkedAbove) {
        Set<String> names = new HashSet<>();
        boolean isMarked = isMarkedAbove || SensitiveAnnotation.isIn(node.visibleAnnotations);
        if (isMarked) {
            names.add(SensitiveNames.TYPE);
        }
        for (FieldNode field : node.fields) {
            if (SensitiveAnnotation.isIn(field.visibleAnnotations)
                    || SensitiveAnnotation.isIn(field.visibleTypeAnnotations)
                    || (isMarked && (field.access & Opcodes.ACC_STATIC) == 0)) {
                names.add(SensitiveNames.field(field.name));
            }
        }
        SensitiveParameters parameters = new SensitiveParameters(node);
        for (MethodNode method : node.methods) {
            String name = method.name + method.desc;
            List<Integer> slots = SensitiveParameters.slots(method);
            Set<Integer> marked = new HashSet<>();
            for (int position : parameters.positions(method)) {
                names.add(SensitiveNames.parameter(name, position));
                if (position < slots.size()) {
                    marked.add(slots.get(position));
                }
            }
            names.addAll(KotlinInlining.parameters(method, marked));
            if (isResultMarked(method)) {
                names.add(SensitiveNames.result(name));
            }
        }
        return names;
    }

    private static boolean isResultMarked(MethodNode method) {
        Type type = Type.getReturnType(method.desc);
        return type.getSort() != Type.VOID
                && type.getSort() != Type.BOOLEAN
                && (SensitiveAnnotation.isIn(method.visibleAnnotations)
                        || SensitiveAnnotation.in(method.visibleTypeAnnotations).stream()
                                .anyMatch(SensitiveDeclarations::isOnResult));
    }

    private static boolean isOnResult(TypeAnnotationNode annotation) {
        return new TypeReference(annotation.typeRef).getSort() == TypeReference.METHOD_RETURN;
    }
}
