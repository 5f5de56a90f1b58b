package dev.recourse.crash.locals.weave;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Tells where the exceptions come from that a method has in its local variables, and those that it throws. */
final class ThrowableOrigins {

    private static final byte MADE = 1;
    private static final byte CAUGHT = 2;
    private static final byte NULL = 4;
    private static final byte ELSEWHERE = 8;

    private final MethodNode method;
    private final ControlFlow flow;
    private final byte[] @Nullable [] before;
    private final boolean[] isHandler;

    ThrowableOrigins(MethodNode method, ControlFlow flow) {
        this.method = method;
        this.flow = flow;
        this.before = new byte[method.instructions.size()][];
        this.isHandler = new boolean[before.length];
        for (TryCatchBlockNode block : method.tryCatchBlocks) {
            isHandler[method.instructions.indexOf(block.handler)] = true;
        }
        if (isNeeded()) {
            byte[] start = new byte[method.maxLocals];
            Arrays.fill(start, ELSEWHERE);
            follow(start);
        }
    }

    /** Whether the method has an exception in a variable. */
    private boolean isNeeded() {
        if (!method.tryCatchBlocks.isEmpty()) {
            return true;
        }
        for (AbstractInsnNode instruction : method.instructions) {
            AbstractInsnNode operand = instruction.getOpcode() == Opcodes.ATHROW ? previous(instruction) : null;
            if (operand != null && (operand.getOpcode() == Opcodes.ALOAD || operand.getOpcode() == Opcodes.CHECKCAST)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether what a slot holds before an instruction is an exception that this call of the method has caught. */
    boolean isCaught(int instruction, int slot) {
        return of(instruction, slot) == CAUGHT;
    }

    /** Returns where the operand of a {@code throw} comes from. */
    Thrown thrown(int instruction) {
        AbstractInsnNode operand = previous(method.instructions.get(instruction));
        if (operand != null && operand.getOpcode() == Opcodes.CHECKCAST) {
            operand = previous(operand);
        }
        if (operand instanceof MethodInsnNode || (operand != null && operand.getOpcode() == Opcodes.INVOKEDYNAMIC)) {
            return Thrown.BY_A_CALL;
        }
        if (operand instanceof VarInsnNode load && load.getOpcode() == Opcodes.ALOAD) {
            int origin = of(instruction, load.var);
            if (origin == MADE) {
                return Thrown.MADE_BEFORE;
            }
            return (origin & ELSEWHERE) == 0 ? Thrown.CAUGHT_BEFORE : Thrown.KEPT;
        }
        return operand != null && operand.getOpcode() == Opcodes.ACONST_NULL ? Thrown.BY_A_CALL : Thrown.KEPT;
    }

    private int of(int instruction, int slot) {
        byte[] origins = before[instruction];
        return origins == null || slot >= origins.length ? ELSEWHERE : origins[slot];
    }

    private void follow(byte[] start) {
        Deque<Integer> open = new ArrayDeque<>();
        before[0] = start;
        open.add(0);
        while (!open.isEmpty()) {
            int index = open.remove();
            byte[] origins = before[index];
            if (origins == null) {
                continue;
            }
            for (int handler : flow.handlers(index)) {
                join(handler, origins, open);
            }
            byte[] after = after(index, origins);
            for (int next : flow.successors(index)) {
                join(next, after, open);
            }
        }
    }

    private void join(int index, byte[] origins, Deque<Integer> open) {
        byte[] known = before[index];
        if (known == null) {
            before[index] = origins;
            open.add(index);
            return;
        }
        if (known == origins) {
            return;
        }
        for (int slot = 0; slot < known.length; slot++) {
            byte both = (byte) (known[slot] | origins[slot]);
            if (both != known[slot]) {
                // others may share it
                known = known == before[index] ? known.clone() : known;
                known[slot] = both;
            }
        }
        if (known != before[index]) {
            before[index] = known;
            open.add(index);
        }
    }

    private byte[] after(int index, byte[] origins) {
        AbstractInsnNode instruction = method.instructions.get(index);
        if (!(instruction instanceof VarInsnNode store)
                || store.getOpcode() < Opcodes.ISTORE
                || store.getOpcode() > Opcodes.ASTORE) {
            return origins;
        }
        byte[] after = origins.clone();
        after[store.var] = store.getOpcode() == Opcodes.ASTORE ? stored(store, origins) : ELSEWHERE;
        return after;
    }

    private byte stored(AbstractInsnNode store, byte[] origins) {
        if (isFirstOfHandler(store)) {
            return CAUGHT;
        }
        AbstractInsnNode value = previous(store);
        if (value != null && value.getOpcode() == Opcodes.CHECKCAST) {
            value = previous(value);
        }
        if (value instanceof VarInsnNode load && load.getOpcode() == Opcodes.ALOAD) {
            return origins[load.var];
        }
        if (value instanceof MethodInsnNode call && call.name.equals("<init>")) {
            return MADE;
        }
        return value != null && value.getOpcode() == Opcodes.ACONST_NULL ? NULL : ELSEWHERE;
    }

    private boolean isFirstOfHandler(AbstractInsnNode store) {
        AbstractInsnNode earlier = store.getPrevious();
        while (earlier != null && earlier.getOpcode() < 0) {
            if (isHandler[method.instructions.indexOf(earlier)]) {
                return true;
            }
            earlier = earlier.getPrevious();
        }
        return false;
    }

    /** Returns the instruction that always runs right before, or null if another way leads here. */
    private static @Nullable AbstractInsnNode previous(AbstractInsnNode instruction) {
        AbstractInsnNode previous = instruction.getPrevious();
        while (previous != null && previous.getOpcode() < 0) {
            previous = previous instanceof FrameNode ? null : previous.getPrevious();
        }
        return previous;
    }

    /** Where the operand of a {@code throw} comes from. */
    enum Thrown {
        /** Made on the spot, or returned by a method. */
        BY_A_CALL,
        /** Made earlier in the same call of this method. */
        MADE_BEFORE,
        /** Caught, or made, earlier in the same call of this method. */
        CAUGHT_BEFORE,
        /** From a field or a parameter, for one: it may have left other calls before. */
        KEPT
    }
}
