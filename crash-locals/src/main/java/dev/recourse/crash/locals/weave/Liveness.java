package dev.recourse.crash.locals.weave;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * The slots of a method that a handler may read without keeping an object alive that compiled code would let go.
 *
 * <p>These are the slots that the method itself still reads, and those that it has read on the line that runs.
 */
final class Liveness {

    private final BitSet[] live;
    private final BitSet[] readOnLine;

    Liveness(MethodNode method, ControlFlow flow) {
        this.live = live(method, flow);
        this.readOnLine = readOnLine(method, flow);
    }

    /** Returns whether the method reads a slot after this instruction, in a handler of its own too. */
    boolean isReadLater(int instruction, int slot) {
        return live[instruction].get(slot);
    }

    /** Returns whether the method has read a slot on the same line, if it is known, in the same round of a loop. */
    boolean isReadOnLine(int instruction, int slot) {
        return readOnLine[instruction].get(slot);
    }

    private static BitSet[] live(MethodNode method, ControlFlow flow) {
        int size = method.instructions.size();
        BitSet[] before = new BitSet[size];
        BitSet scratch = new BitSet();
        for (int round = 0; round == 0 || flow.hasLoops(); round++) {
            boolean changed = false;
            for (int i = size - 1; i >= 0; i--) {
                scratch.clear();
                for (int next : flow.successors(i)) {
                    addAll(scratch, before[next]);
                }
                transfer(method.instructions.get(i), scratch);
                for (int handler : flow.handlers(i)) {
                    addAll(scratch, before[handler]);
                }
                if (!scratch.equals(before[i])) {
                    BitSet after = i + 1 < size ? before[i + 1] : null;
                    before[i] = scratch.equals(after) ? after : (BitSet) scratch.clone();
                    changed = true;
                }
            }
            if (!changed) {
                break;
            }
        }
        return before;
    }

    private static void addAll(BitSet slots, @Nullable BitSet others) {
        if (others != null) {
            slots.or(others);
        }
    }

    private static void transfer(AbstractInsnNode instruction, BitSet slots) {
        if (instruction instanceof VarInsnNode access) {
            if (!isForgotten(access)) {
                slots.set(access.var, isLoad(access) || access.getOpcode() == Opcodes.RET);
            }
        } else if (instruction instanceof IincInsnNode increment) {
            slots.set(increment.var);
        }
    }

    private static BitSet[] readOnLine(MethodNode method, ControlFlow flow) {
        BitSet[] read = new BitSet[method.instructions.size()];
        BitSet slots = new BitSet();
        int line = -1;
        for (int i = 0; i < read.length; i++) {
            AbstractInsnNode instruction = method.instructions.get(i);
            boolean isNewLine = instruction instanceof LineNumberNode number && number.line != line;
            if (isNewLine || (instruction instanceof LabelNode && flow.isLoop(i))) {
                slots = new BitSet();
                line = instruction instanceof LineNumberNode number ? number.line : line;
            } else if (line >= 0
                    && instruction instanceof VarInsnNode access
                    && slots.get(access.var) != isLoad(access)
                    && !isForgotten(access)) {
                slots = (BitSet) slots.clone();
                slots.set(access.var, isLoad(access));
            }
            read[i] = slots;
        }
        return read;
    }

    /** Whether Kotlin loads what a suspended function needs no more, to have null in its place when the function goes on. */
    private static boolean isForgotten(VarInsnNode access) {
        return access.getNext() instanceof MethodInsnNode call
                && call.owner.equals("kotlin/coroutines/jvm/internal/SpillingKt")
                && call.name.equals("nullOutSpilledVariable");
    }

    private static boolean isLoad(VarInsnNode access) {
        return access.getOpcode() >= Opcodes.ILOAD && access.getOpcode() <= Opcodes.ALOAD;
    }
}
