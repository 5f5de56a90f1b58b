package dev.recourse.crash.locals.weave;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.TypeReference;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.RecordComponentNode;
import org.objectweb.asm.tree.TypeAnnotationNode;

/** The parameters of a class's methods that are annotated with {@code @Sensitive}. */
final class SensitiveParameters {

    private final List<Boolean> components = new ArrayList<>();
    private final StringBuilder canonical = new StringBuilder("(");
    private final Map<String, Integer> captured = new HashMap<>();

    SensitiveParameters(ClassNode node) {
        if (node.recordComponents != null) {
            for (RecordComponentNode component : node.recordComponents) {
                canonical.append(component.descriptor);
                components.add(SensitiveAnnotation.isIn(component.visibleAnnotations)
                        || SensitiveAnnotation.isIn(component.visibleTypeAnnotations));
            }
        }
        canonical.append(")V");
        for (MethodNode method : node.methods) {
            for (AbstractInsnNode instruction : method.instructions) {
                if (instruction instanceof InvokeDynamicInsnNode call) {
                    addLambda(call);
                }
            }
        }
    }

    /** Notes how many of a lambda's parameters are captured, if the call makes one as javac does. */
    private void addLambda(InvokeDynamicInsnNode call) {
        if (call.bsmArgs.length >= 3
                && call.bsmArgs[1] instanceof Handle body
                && call.bsmArgs[2] instanceof Type type) {
            int all = Type.getArgumentTypes(body.getDesc()).length;
            captured.put(body.getName() + body.getDesc(), all - Type.getArgumentTypes(type.getDescriptor()).length);
        }
    }

    /** Returns the positions of a method's sensitive parameters in its descriptor. */
    Set<Integer> positions(MethodNode method) {
        Set<Integer> positions = new HashSet<>();
        int hidden = hidden(method);
        for (int i : declared(method)) {
            positions.add(i + hidden);
        }
        if (method.name.equals("<init>") && method.desc.contentEquals(canonical)) {
            for (int i = 0; i < components.size(); i++) {
                if (components.get(i)) {
                    positions.add(i);
                }
            }
        }
        return positions;
    }

    /** Returns the positions of sensitive parameters among those that the source declares. */
    private static Set<Integer> declared(MethodNode method) {
        Set<Integer> declared = new HashSet<>();
        if (method.visibleParameterAnnotations != null) {
            for (int i = 0; i < method.visibleParameterAnnotations.length; i++) {
                if (SensitiveAnnotation.isIn(method.visibleParameterAnnotations[i])) {
                    declared.add(i);
                }
            }
        }
        for (TypeAnnotationNode annotation : SensitiveAnnotation.in(method.visibleTypeAnnotations)) {
            TypeReference target = new TypeReference(annotation.typeRef);
            if (target.getSort() == TypeReference.METHOD_FORMAL_PARAMETER) {
                declared.add(target.getFormalParameterIndex());
            }
        }
        return declared;
    }

    /** Returns how many parameters the compiler has put before those of the source. */
    private int hidden(MethodNode method) {
        if ((method.access & Opcodes.ACC_SYNTHETIC) != 0) {
            return captured.getOrDefault(method.name + method.desc, 0);
        }
        int hidden = 0;
        if (method.name.equals("<init>")) {
            List<Integer> slots = slots(method);
            while (hidden < slots.size() && !isDeclared(method, slots.get(hidden))) {
                hidden++;
            }
        }
        return hidden;
    }

    private static boolean isDeclared(MethodNode constructor, int slot) {
        for (LocalVariableNode variable :
                constructor.localVariables == null ? List.<LocalVariableNode>of() : constructor.localVariables) {
            if (variable.index == slot && VariableScopes.isParameter(constructor, variable)) {
                return !variable.name.startsWith("this$") && !variable.name.startsWith("$enum$");
            }
        }
        return false;
    }

    /** Returns the slots of a method's parameters. */
    static List<Integer> slots(MethodNode method) {
        List<Integer> slots = new ArrayList<>();
        int slot = (method.access & Opcodes.ACC_STATIC) == 0 ? 1 : 0;
        for (Type type : Type.getArgumentTypes(method.desc)) {
            slots.add(slot);
            slot += type.getSize();
        }
        return slots;
    }
}
