package dev.recourse.crash.locals.weave;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Finds the variables of a method that are taken from sensitive ones: when in doubt, more than these. */
final class SensitiveFlow {

    private final MethodNode method;
    private final Set<LocalVariableNode> sensitive;
    private final SensitiveFields fields;
    private final SensitiveMembers members;

    /** Slots without a name, as of the iterator of a loop. */
    private final Set<Integer> unnamed = new HashSet<>();

    SensitiveFlow(
            MethodNode method, Set<LocalVariableNode> sensitive, SensitiveFields fields, SensitiveMembers members) {
        this.method = method;
        this.sensitive = sensitive;
        this.fields = fields;
        this.members = members;
    }

    /** Adds variables and fields; returns whether any was not known before. */
    boolean follow() {
        int before = sensitive.size() + fields.size();
        for (boolean changed = true; changed; ) {
            changed = false;
            for (AbstractInsnNode instruction : method.instructions) {
                if (isStore(instruction)) {
                    changed |= isTakenFromSensitive(instruction) && mark((VarInsnNode) instruction);
                } else if (instruction instanceof FieldInsnNode access && isPut(access)) {
                    changed |= followField(access);
                }
            }
        }
        return sensitive.size() + fields.size() > before;
    }

    /** What is put into a sensitive field is sensitive, as the parameter of a constructor or setter; and the other way round. */
    private boolean followField(FieldInsnNode put) {
        if (!fields.contain(put)) {
            return !put.desc.equals("Z") && isTakenFromSensitive(put) && fields.add(put);
        }
        if (!(value(put) instanceof VarInsnNode load) || isStore(load)) {
            return false;
        }
        LocalVariableNode variable = at(load, load.var);
        if (variable == null) {
            return unnamed.add(load.var);
        }
        return !variable.name.equals("this") && sensitive.add(variable);
    }

    /** Returns what loads the value that is put into a field; Groovy keeps it in a slot without a name, and swaps it with the object. */
    private @Nullable AbstractInsnNode value(FieldInsnNode put) {
        AbstractInsnNode value = previous(put);
        if (value != null && value.getOpcode() == Opcodes.SWAP) {
            value = previous(previous(value));
        }
        while (value instanceof VarInsnNode load
                && at(load, load.var) == null
                && previous(load) instanceof VarInsnNode store
                && isStore(store)
                && store.var == load.var) {
            value = previous(store);
        }
        return value;
    }

    /** Whether a lambda is made while something sensitive is on the stack, or what was made of it. */
    boolean isGivenToSensitive(InvokeDynamicInsnNode lambda) {
        AbstractInsnNode before = lambda;
        for (int captured = Type.getArgumentTypes(lambda.desc).length; captured > 0; captured--) {
            before = previous(before);
        }
        return before != null && isOnStack(before.getPrevious(), new HashSet<>());
    }

    private boolean isTakenFromSensitive(AbstractInsnNode store) {
        return isOnStack(store.getPrevious(), new HashSet<>());
    }

    private boolean isOnStack(@Nullable AbstractInsnNode last, Set<AbstractInsnNode> seen) {
        boolean isOnStack = false;
        for (AbstractInsnNode each = last; each != null && seen.add(each); each = each.getPrevious()) {
            if (each instanceof FrameNode frame) {
                isOnStack = frame.stack != null && !frame.stack.isEmpty();
                if (!isOnStack) {
                    return false;
                }
                if (jumpsTo(frame).stream().anyMatch(jump -> isOnStack(jump.getPrevious(), seen))) {
                    return true;
                }
            } else if (isSensitive(each)) {
                return true;
            } else if (isEnd(each) && !(isOnStack && each instanceof JumpInsnNode)) {
                return false;
            }
        }
        return false;
    }

    /** Returns the jumps that lead to where several ways meet, as after the first half of a {@code ?:}. */
    private List<JumpInsnNode> jumpsTo(FrameNode frame) {
        Set<AbstractInsnNode> labels = new HashSet<>();
        for (AbstractInsnNode each = frame; each != null && each.getOpcode() < 0; each = each.getPrevious()) {
            labels.add(each);
        }
        List<JumpInsnNode> jumps = new ArrayList<>();
        for (AbstractInsnNode each : method.instructions) {
            if (each instanceof JumpInsnNode jump && labels.contains(jump.label)) {
                jumps.add(jump);
            }
        }
        return jumps;
    }

    /** Whether nothing that was computed before an instruction is on the stack after it. */
    private static boolean isEnd(AbstractInsnNode instruction) {
        return isStore(instruction)
                || instruction instanceof JumpInsnNode
                || (instruction instanceof FieldInsnNode access && isPut(access))
                || (instruction instanceof MethodInsnNode call
                        && Type.getReturnType(call.desc).getSort() == Type.VOID
                        && !call.name.equals("<init>"))
                || instruction.getOpcode() == Opcodes.POP
                || instruction.getOpcode() == Opcodes.ATHROW
                || (instruction.getOpcode() >= Opcodes.IRETURN && instruction.getOpcode() <= Opcodes.RETURN);
    }

    private boolean isSensitive(AbstractInsnNode instruction) {
        if (instruction instanceof FieldInsnNode access) {
            return !isPut(access) && (fields.contain(access) || members.areReadBy(access));
        }
        if (instruction instanceof MethodInsnNode call) {
            return members.areReadBy(call);
        }
        if (!(instruction instanceof VarInsnNode load) || isStore(load) || load.getOpcode() == Opcodes.RET) {
            return false;
        }
        LocalVariableNode variable = at(load, load.var);
        return variable == null ? unnamed.contains(load.var) : sensitive.contains(variable);
    }

    private boolean mark(VarInsnNode store) {
        LocalVariableNode variable = at(store.getNext(), store.var);
        if (variable == null) {
            return unnamed.add(store.var);
        }
        return !variable.desc.equals("Z") && sensitive.add(variable);
    }

    /** Returns the variable that a slot holds at an instruction, or that begins right there. */
    private @Nullable LocalVariableNode at(@Nullable AbstractInsnNode instruction, int slot) {
        AbstractInsnNode code = instruction;
        while (code != null && code.getOpcode() < 0) {
            code = code.getNext();
        }
        int index = code == null ? method.instructions.size() : method.instructions.indexOf(code);
        for (LocalVariableNode variable : method.localVariables) {
            if (variable.index == slot
                    && method.instructions.indexOf(variable.start) <= index
                    && index < method.instructions.indexOf(variable.end)) {
                return variable;
            }
        }
        return null;
    }

    private static boolean isStore(AbstractInsnNode instruction) {
        return instruction instanceof VarInsnNode
                && instruction.getOpcode() >= Opcodes.ISTORE
                && instruction.getOpcode() <= Opcodes.ASTORE;
    }

    private static boolean isPut(FieldInsnNode access) {
        return access.getOpcode() == Opcodes.PUTFIELD || access.getOpcode() == Opcodes.PUTSTATIC;
    }

    private static @Nullable AbstractInsnNode previous(@Nullable AbstractInsnNode instruction) {
        AbstractInsnNode code = instruction == null ? null : instruction.getPrevious();
        while (code != null && code.getOpcode() < 0) {
            code = code.getPrevious();
        }
        return code;
    }
}
