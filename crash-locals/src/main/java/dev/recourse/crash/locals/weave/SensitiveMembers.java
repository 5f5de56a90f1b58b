package dev.recourse.crash.locals.weave;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.TypeReference;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** The {@code @Sensitive} fields and getters of an application's classes, as their files tell. */
final class SensitiveMembers {

    private final ClassFiles files;
    private final Map<String, Set<String>> known;

    /** Classes whose variables are being looked for: they may ask for those of classes within them. */
    private final Set<String> inProgress = new HashSet<>();

    /**
     * Reads classes when they are asked for.
     *
     * @param known the members of the classes that were read before, by internal name
     */
    SensitiveMembers(ClassFiles files, Map<String, Set<String>> known) {
        this.files = files;
        this.known = known;
    }

    /** Returns whether an instruction reads a field, or calls a getter, that is sensitive. */
    boolean areReadBy(AbstractInsnNode instruction) {
        if (instruction instanceof FieldInsnNode access) {
            return of(access.owner).contains(access.name);
        }
        return instruction instanceof MethodInsnNode call
                && call.desc.startsWith("()")
                && !call.desc.equals("()V")
                && !call.desc.equals("()Z")
                && of(call.owner).contains(call.name + "()");
    }

    /** Returns the names of the sensitive variables in all methods of a class, around classes that may have captured them. */
    Set<String> variables(String type) {
        String key = type + "()";
        Set<String> names = known.get(key);
        if (names == null && inProgress.add(type)) {
            byte[] bytes = files.read(type);
            names = bytes == null ? Set.of() : variables(bytes);
            known.put(key, names);
            inProgress.remove(type);
        }
        return names == null ? Set.of() : names;
    }

    private Set<String> variables(byte[] bytes) {
        try {
            ClassNode node = new ClassNode();
            new ClassReader(bytes).accept(node, ClassReader.EXPAND_FRAMES);
            return new SensitiveVariables(node, this).allNames();
        } catch (RuntimeException failure) {
            return Set.of();
        }
    }

    private Set<String> of(String type) {
        Set<String> members = known.get(type);
        if (members != null) {
            return members;
        }
        byte[] bytes = type.startsWith("[") ? null : files.read(type);
        if (bytes == null) {
            return Set.of();
        }
        members = read(bytes);
        known.put(type, members);
        return members;
    }

    private Set<String> read(byte[] bytes) {
        ClassNode node = new ClassNode();
        try {
            new ClassReader(bytes)
                    .accept(node, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        } catch (RuntimeException failure) {
            return Set.of();
        }
        Set<String> members = new HashSet<>(node.superName == null ? Set.of() : of(node.superName));
        List<FieldNode> fields = node.fields.stream()
                .filter(field -> (field.access & Opcodes.ACC_STATIC) == 0)
                .toList();
        Set<FieldNode> marked = fieldsOfParameters(node, fields);
        SensitiveFields sensitive = new SensitiveFields(node, this);
        for (FieldNode field : node.fields) {
            if (marked.contains(field) || sensitive.contain(field)) {
                String capitalized = field.name.substring(0, 1).toUpperCase(Locale.ROOT) + field.name.substring(1);
                members.addAll(List.of(field.name, field.name + "()", "get" + capitalized + "()"));
                members.add("component" + (fields.indexOf(field) + 1) + "()");
            }
        }
        for (MethodNode method : node.methods) {
            if (isMarked(method.visibleAnnotations, null) || isOnResult(method)) {
                members.add(method.name + "()");
            }
        }
        return members.isEmpty() ? Set.of() : members;
    }

    /** Returns the fields for which a constructor has a marked parameter: as many, of the same types, as Kotlin and Scala have them. */
    private static Set<FieldNode> fieldsOfParameters(ClassNode node, List<FieldNode> fields) {
        Set<FieldNode> marked = new HashSet<>();
        for (MethodNode method : node.methods) {
            Type[] types = Type.getArgumentTypes(method.desc);
            List<AnnotationNode>[] annotations = method.visibleParameterAnnotations;
            if (method.name.equals("<init>") && annotations != null && annotations.length <= fields.size()) {
                for (int i = 0; i < annotations.length && annotations.length == types.length; i++) {
                    if (SensitiveAnnotation.isIn(annotations[i])
                            && fields.get(i).desc.equals(types[i].getDescriptor())) {
                        marked.add(fields.get(i));
                    }
                }
            }
        }
        return marked;
    }

    private static boolean isMarked(
            @Nullable List<? extends AnnotationNode> one, @Nullable List<? extends AnnotationNode> other) {
        return SensitiveAnnotation.isIn(one) || SensitiveAnnotation.isIn(other);
    }

    private static boolean isOnResult(MethodNode method) {
        return Type.getArgumentsAndReturnSizes(method.desc) >> 2 == 1
                && SensitiveAnnotation.in(method.visibleTypeAnnotations).stream()
                        .anyMatch(each -> new TypeReference(each.typeRef).getSort() == TypeReference.METHOD_RETURN);
    }

    /** Finds the class files of an application. */
    interface ClassFiles {

        /** Returns a file by the internal name of its class; null for what is not of the application, or cannot be had. */
        byte @Nullable [] read(String type);
    }
}
