package dev.recourse.crash.locals.weave;

import java.util.Set;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** The types whose members the methods of a class use, or of which they have variables. */
final class TypesOf {

    private final ClassNode node;

    TypesOf(ClassNode node) {
        this.node = node;
    }

    void addTo(Set<String> types) {
        for (MethodNode method : node.methods) {
            if (method.localVariables != null) {
                for (LocalVariableNode variable : method.localVariables) {
                    add(Type.getType(variable.desc), types);
                }
            }
            for (AbstractInsnNode instruction : method.instructions) {
                if (instruction instanceof FieldInsnNode access) {
                    types.add(access.owner);
                } else if (instruction instanceof MethodInsnNode call) {
                    types.add(call.owner);
                    add(Type.getReturnType(call.desc), types);
                } else if (instruction instanceof InvokeDynamicInsnNode call) {
                    add(call, types);
                }
            }
        }
    }

    private static void add(InvokeDynamicInsnNode call, Set<String> types) {
        for (Type argument : Type.getArgumentTypes(call.desc)) {
            add(argument, types);
        }
        for (Object argument : call.bsmArgs) {
            if (argument instanceof Handle handle) {
                types.add(handle.getOwner());
            }
        }
    }

    private static void add(Type type, Set<String> types) {
        Type element = type.getSort() == Type.ARRAY ? type.getElementType() : type;
        if (element.getSort() == Type.OBJECT) {
            types.add(element.getInternalName());
        }
    }
}
