package dev.recourse.crash.locals.weave;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.AnnotationNode;

/** Finds {@code @Sensitive}, by its name: the starter that has it may be absent. */
final class SensitiveAnnotation {

    static final String DESCRIPTOR = "Ldev/recourse/crash/Sensitive;";

    private SensitiveAnnotation() {}

    /** Returns those that are {@code @Sensitive}, on a type or on a part of it. */
    static <A extends AnnotationNode> List<A> in(@Nullable List<A> visible) {
        return visible == null
                ? List.of()
                : visible.stream()
                        .filter(annotation -> annotation.desc.equals(DESCRIPTOR))
                        .toList();
    }

    /** Whether there is one. */
    static boolean isIn(@Nullable List<? extends AnnotationNode> visible) {
        return visible != null && visible.stream().anyMatch(annotation -> annotation.desc.equals(DESCRIPTOR));
    }
}
