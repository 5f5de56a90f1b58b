package dev.recourse.crash.locals.weave;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/** Where the execution of a method can go from each of its instructions. */
final class ControlFlow {

    private static final int[] NOWHERE = {};

    private final MethodNode method;
    private final int[][] successors;
    private final int[][] handlers;
    private final BitSet loops = new BitSet();

    ControlFlow(MethodNode method) {
        this.method = method;
        int size = method.instructions.size();
        this.successors = new int[size][];
        this.handlers = new int[size][];
        Arrays.fill(handlers, NOWHERE);
        for (int i = 0; i < size; i++) {
            successors[i] = successors(method.instructions.get(i), i);
            for (int next : successors[i]) {
                loops.set(next, loops.get(next) || next <= i);
            }
        }
        for (TryCatchBlockNode block : method.tryCatchBlocks) {
            int handler = method.instructions.indexOf(block.handler);
            int start = method.instructions.indexOf(block.start);
            int end = method.instructions.indexOf(block.end);
            for (int i = start; i < end; i++) {
                handlers[i] = with(handlers[i], handler);
            }
            loops.set(handler, loops.get(handler) || handler <= end);
        }
    }

    private static int[] with(int[] earlier, int handler) {
        int[] all = Arrays.copyOf(earlier, earlier.length + 1);
        all[earlier.length] = handler;
        return all;
    }

    /** Returns whether the execution can go back. */
    boolean hasLoops() {
        return !loops.isEmpty();
    }

    /** Returns whether the execution can come back to an instruction. */
    boolean isLoop(int instruction) {
        return loops.get(instruction);
    }

    /** Returns the indices of the instructions that can come next; none after a return and a throw. */
    int[] successors(int instruction) {
        return successors[instruction];
    }

    /** Returns the indices of the handlers of the method that an exception of an instruction can reach. */
    int[] handlers(int instruction) {
        return handlers[instruction];
    }

    private int[] successors(AbstractInsnNode instruction, int index) {
        boolean isLast = index + 1 == method.instructions.size();
        if (isPlain(instruction)) {
            return isLast || isEnd(instruction.getOpcode()) ? NOWHERE : new int[] {index + 1};
        }
        List<LabelNode> targets = new ArrayList<>();
        boolean ends = false;
        if (instruction instanceof JumpInsnNode jump) {
            targets.add(jump.label);
            ends = jump.getOpcode() == Opcodes.GOTO;
        } else if (instruction instanceof TableSwitchInsnNode choice) {
            targets.addAll(choice.labels);
            targets.add(choice.dflt);
            ends = true;
        } else if (instruction instanceof LookupSwitchInsnNode choice) {
            targets.addAll(choice.labels);
            targets.add(choice.dflt);
            ends = true;
        }
        ends |= isLast;
        int[] next = new int[targets.size() + (ends ? 0 : 1)];
        for (int i = 0; i < targets.size(); i++) {
            next[i] = method.instructions.indexOf(targets.get(i));
        }
        if (!ends) {
            next[targets.size()] = index + 1;
        }
        return next;
    }

    private static boolean isPlain(AbstractInsnNode instruction) {
        return !(instruction instanceof JumpInsnNode
                || instruction instanceof TableSwitchInsnNode
                || instruction instanceof LookupSwitchInsnNode);
    }

    private static boolean isEnd(int opcode) {
        return opcode == Opcodes.ATHROW || (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN);
    }
}
