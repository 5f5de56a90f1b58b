package dev.recourse.crash.locals.weave;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Tells the instructions from which an exception can come. */
final class ThrowingCode {

    private final String owner;
    private final MethodNode method;
    private final boolean hasThis;

    ThrowingCode(String owner, MethodNode method) {
        this.owner = owner;
        this.method = method;
        this.hasThis = (method.access & Opcodes.ACC_STATIC) == 0 && !storesIntoThis(method);
    }

    boolean mayThrow(AbstractInsnNode instruction) {
        return switch (instruction.getOpcode()) {
            case Opcodes.INVOKEVIRTUAL,
                    Opcodes.INVOKESPECIAL,
                    Opcodes.INVOKESTATIC,
                    Opcodes.INVOKEINTERFACE,
                    Opcodes.INVOKEDYNAMIC,
                    Opcodes.NEW,
                    Opcodes.NEWARRAY,
                    Opcodes.ANEWARRAY,
                    Opcodes.MULTIANEWARRAY,
                    Opcodes.ARRAYLENGTH,
                    Opcodes.CHECKCAST,
                    Opcodes.MONITORENTER,
                    Opcodes.IDIV,
                    Opcodes.LDIV,
                    Opcodes.IREM,
                    Opcodes.LREM,
                    Opcodes.IALOAD,
                    Opcodes.LALOAD,
                    Opcodes.FALOAD,
                    Opcodes.DALOAD,
                    Opcodes.AALOAD,
                    Opcodes.BALOAD,
                    Opcodes.CALOAD,
                    Opcodes.SALOAD,
                    Opcodes.IASTORE,
                    Opcodes.LASTORE,
                    Opcodes.FASTORE,
                    Opcodes.DASTORE,
                    Opcodes.AASTORE,
                    Opcodes.BASTORE,
                    Opcodes.CASTORE,
                    Opcodes.SASTORE -> true;
            case Opcodes.ATHROW -> true;
            case Opcodes.LDC -> isResolved(((LdcInsnNode) instruction).cst);
            case Opcodes.GETSTATIC, Opcodes.PUTSTATIC -> !((FieldInsnNode) instruction).owner.equals(owner);
            case Opcodes.GETFIELD -> !isThis(previous(instruction));
            case Opcodes.PUTFIELD -> !isThis(previous(simpleValue(previous(instruction))));
            default -> false;
        };
    }

    /** Whether an instruction runs code of another method, or of a class's initializer. */
    static boolean mayRunCode(AbstractInsnNode instruction) {
        return switch (instruction.getOpcode()) {
            case Opcodes.INVOKEVIRTUAL,
                    Opcodes.INVOKESPECIAL,
                    Opcodes.INVOKESTATIC,
                    Opcodes.INVOKEINTERFACE,
                    Opcodes.INVOKEDYNAMIC,
                    Opcodes.NEW,
                    Opcodes.GETSTATIC,
                    Opcodes.PUTSTATIC -> true;
            default -> false;
        };
    }

    /**
     * Whether an instruction throws from a slot without a name, as a {@code finally} does, or what was on the stack while
     * a lock was given back: it was recorded in the try.
     */
    boolean isCompilersOwn(AbstractInsnNode instruction) {
        AbstractInsnNode operand = instruction.getOpcode() == Opcodes.ATHROW ? previous(instruction) : null;
        if (operand != null && operand.getOpcode() == Opcodes.MONITOREXIT) {
            return true;
        }
        if (!(operand instanceof VarInsnNode load) || load.getOpcode() != Opcodes.ALOAD) {
            return false;
        }
        int index = method.instructions.indexOf(load);
        return method.localVariables.stream()
                .noneMatch(variable -> variable.index == load.var
                        && method.instructions.indexOf(variable.start) <= index
                        && index < method.instructions.indexOf(variable.end));
    }

    private static boolean isResolved(Object constant) {
        return constant instanceof Type || constant instanceof Handle || constant instanceof ConstantDynamic;
    }

    private boolean isThis(@Nullable AbstractInsnNode instruction) {
        return hasThis && instruction instanceof VarInsnNode load && load.getOpcode() == Opcodes.ALOAD && load.var == 0;
    }

    /** Returns the instruction if it does nothing but push a value. */
    private static @Nullable AbstractInsnNode simpleValue(@Nullable AbstractInsnNode instruction) {
        if (instruction instanceof VarInsnNode && instruction.getOpcode() <= Opcodes.ALOAD) {
            return instruction;
        }
        return instruction instanceof InsnNode && isConstant(instruction.getOpcode()) ? instruction : null;
    }

    private static boolean isConstant(int opcode) {
        return opcode >= Opcodes.ACONST_NULL && opcode <= Opcodes.DCONST_1;
    }

    /** Returns the instruction that always runs right before, or null if another way leads here. */
    private static @Nullable AbstractInsnNode previous(@Nullable AbstractInsnNode instruction) {
        AbstractInsnNode previous = instruction == null ? null : instruction.getPrevious();
        while (previous != null && previous.getOpcode() < 0) {
            previous = previous instanceof FrameNode ? null : previous.getPrevious();
        }
        return previous;
    }

    private static boolean storesIntoThis(MethodNode method) {
        for (AbstractInsnNode instruction : method.instructions) {
            if (instruction instanceof VarInsnNode store && store.getOpcode() == Opcodes.ASTORE && store.var == 0) {
                return true;
            }
        }
        return false;
    }
}
