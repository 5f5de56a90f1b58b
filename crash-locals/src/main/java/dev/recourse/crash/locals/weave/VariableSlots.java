package dev.recourse.crash.locals.weave;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** The variables that the slots of a method hold. */
final class VariableSlots {

    private final MethodNode method;

    VariableSlots(MethodNode method) {
        this.method = method;
    }

    /** Returns the variable of an instruction that loads or stores one; null if it has no name. */
    @Nullable
    LocalVariableNode of(VarInsnNode access) {
        return at(isStore(access) ? access.getNext() : access, access.var);
    }

    /** Returns the variable that a slot holds at an instruction, or that begins right there. */
    @Nullable
    LocalVariableNode at(@Nullable AbstractInsnNode instruction, int slot) {
        AbstractInsnNode code = instruction;
        while (code != null && code.getOpcode() < 0) {
            code = code.getNext();
        }
        int index = code == null ? method.instructions.size() : method.instructions.indexOf(code);
        if (method.localVariables != null) {
            for (LocalVariableNode variable : method.localVariables) {
                if (variable.index == slot
                        && method.instructions.indexOf(variable.start) <= index
                        && index < method.instructions.indexOf(variable.end)) {
                    return variable;
                }
            }
        }
        return null;
    }

    static boolean isStore(AbstractInsnNode instruction) {
        return instruction instanceof VarInsnNode
                && instruction.getOpcode() >= Opcodes.ISTORE
                && instruction.getOpcode() <= Opcodes.ASTORE;
    }
}
