package dev.recourse.crash.locals.weave;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/** The exception handlers that a method has had from its compiler. */
final class OwnHandlers {

    private final MethodNode method;
    private final LocalTypes types;
    private final List<Range> ranges = new ArrayList<>();

    OwnHandlers(MethodNode method, LocalTypes types, ControlFlow flow) {
        this.method = method;
        this.types = types;
        Map<LabelNode, Boolean> dropping = new HashMap<>();
        Map<LabelNode, Boolean> swallowing = new HashMap<>();
        for (TryCatchBlockNode block : method.tryCatchBlocks) {
            ranges.add(new Range(
                    method.instructions.indexOf(block.start),
                    method.instructions.indexOf(block.end),
                    block,
                    dropping.computeIfAbsent(block.handler, this::dropsException),
                    swallowing.computeIfAbsent(block.handler, handler -> swallows(method, flow, handler))));
        }
    }

    /** Whether a {@code throw} is the end of a handler that could have kept the exception to itself. */
    boolean isThrownAgain(int instruction) {
        for (Range range : ranges) {
            if (range.swallows()
                    && code(range.block().handler) instanceof VarInsnNode store
                    && store.getOpcode() == Opcodes.ASTORE
                    && throwsFrom(method.instructions.get(instruction), store.var)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns where an exception goes to that is thrown at an instruction and recorded first, or null if it must not be
     * recorded: it never gets further than a handler that drops it, or a recording handler could not be verified.
     */
    @Nullable
    Protection at(int instruction) {
        List<TryCatchBlockNode> blocks = new ArrayList<>();
        List<String> swallowed = new ArrayList<>();
        for (Range range : ranges) {
            if (range.start() <= instruction && instruction < range.end()) {
                if (range.swallows()) {
                    swallowed.add(
                            range.block().type == null
                                    ? "java.lang.Throwable"
                                    : range.block().type.replace('/', '.'));
                }
                if (!blocks.isEmpty() || !range.drops()) {
                    blocks.add(range.block());
                } else if (range.block().type == null || range.block().type.equals("java/lang/Throwable")) {
                    return null;
                }
            }
        }
        List<Object> slots = slots(instruction, blocks);
        return slots == null ? null : new Protection(blocks, slots, List.copyOf(swallowed));
    }

    /** Returns the types that all handlers' frames ask for, {@code TOP} where none does; null if there are no such. */
    private @Nullable List<Object> slots(int instruction, List<TryCatchBlockNode> blocks) {
        Object[] here = Objects.requireNonNull(types.before(instruction));
        List<Object> merged = new ArrayList<>();
        for (TryCatchBlockNode block : blocks) {
            AbstractInsnNode code = code(block.handler);
            Object[] there = code == null ? null : types.before(method.instructions.indexOf(code));
            if (there == null) {
                return null;
            }
            for (int slot = 0; slot < there.length; slot++) {
                Object type = there[slot];
                if (type instanceof Label || (slot >= here.length && !type.equals(Opcodes.TOP))) {
                    return null;
                }
                if (!type.equals(Opcodes.TOP)) {
                    while (merged.size() <= slot) {
                        merged.add(Opcodes.TOP);
                    }
                    boolean agreed = merged.get(slot).equals(Opcodes.TOP)
                            || merged.get(slot).equals(type);
                    // The verifier has found what is here to fit both.
                    merged.set(slot, agreed ? type : here[slot]);
                }
            }
        }
        return merged;
    }

    /** Whether a handler never looks at the exception, or only into its fields. */
    private boolean dropsException(LabelNode handler) {
        AbstractInsnNode first = code(handler);
        if (first == null || first.getOpcode() == Opcodes.POP) {
            return first != null;
        }
        if (first instanceof VarInsnNode store && store.getOpcode() == Opcodes.ASTORE) {
            int declared = method.instructions.indexOf(first);
            for (LocalVariableNode variable : method.localVariables) {
                int start = method.instructions.indexOf(variable.start);
                if (variable.index == store.var && declared < start && nextCode(first, start)) {
                    return !isHandedOn(store.var, start, method.instructions.indexOf(variable.end));
                }
            }
        }
        return false;
    }

    /** Whether a handler can end in another way than by throwing the same exception, as a {@code finally} does. */
    static boolean swallows(MethodNode method, ControlFlow flow, LabelNode handler) {
        AbstractInsnNode first = unlocked(code(handler));
        if (!(first instanceof VarInsnNode store) || store.getOpcode() != Opcodes.ASTORE) {
            return first == null || !(first.getOpcode() == Opcodes.ATHROW || isRecording(first));
        }
        BitSet seen = new BitSet();
        Deque<Integer> open = new ArrayDeque<>(List.of(method.instructions.indexOf(first) + 1));
        while (!open.isEmpty()) {
            int index = open.remove();
            AbstractInsnNode instruction = method.instructions.get(index);
            int[] next = flow.successors(index);
            boolean isChanged = instruction instanceof VarInsnNode access
                    && access.var == store.var
                    && access.getOpcode() >= Opcodes.ISTORE;
            if (isChanged || (next.length == 0 && !throwsFrom(instruction, store.var))) {
                return true;
            }
            for (int each : next) {
                if (!seen.get(each)) {
                    seen.set(each);
                    open.add(each);
                }
            }
        }
        return false;
    }

    /** Returns what comes behind the end of a {@code synchronized} block: Scala leaves the exception on the stack there. */
    private static @Nullable AbstractInsnNode unlocked(@Nullable AbstractInsnNode first) {
        AbstractInsnNode second = first == null || first.getOpcode() != Opcodes.ALOAD ? null : code(first.getNext());
        return second == null || second.getOpcode() != Opcodes.MONITOREXIT ? first : code(second.getNext());
    }

    /** Whether a handler is one of ours, in a class that was woven before: these throw what they catch. */
    private static boolean isRecording(AbstractInsnNode first) {
        AbstractInsnNode second = code(first.getNext());
        return first instanceof LdcInsnNode
                || (first.getOpcode() == Opcodes.ALOAD && second != null && second.getOpcode() == Opcodes.ATHROW);
    }

    private static boolean throwsFrom(AbstractInsnNode instruction, int slot) {
        AbstractInsnNode operand = instruction.getPrevious();
        while (operand != null && operand.getOpcode() < 0) {
            operand = operand.getPrevious();
        }
        return instruction.getOpcode() == Opcodes.ATHROW
                && operand instanceof VarInsnNode load
                && load.getOpcode() == Opcodes.ALOAD
                && load.var == slot;
    }

    /** Whether no code is between an instruction and an index. */
    private boolean nextCode(AbstractInsnNode instruction, int index) {
        AbstractInsnNode next = code(instruction.getNext());
        return next != null && index <= method.instructions.indexOf(next);
    }

    private boolean isHandedOn(int slot, int start, int end) {
        for (int i = start; i < end; i++) {
            if (method.instructions.get(i) instanceof VarInsnNode load
                    && load.getOpcode() == Opcodes.ALOAD
                    && load.var == slot) {
                AbstractInsnNode next = code(load.getNext());
                if (next == null || next.getOpcode() != Opcodes.GETFIELD) {
                    return true;
                }
            }
        }
        return false;
    }

    private static @Nullable AbstractInsnNode code(@Nullable AbstractInsnNode instruction) {
        AbstractInsnNode code = instruction;
        while (code != null && code.getOpcode() < 0) {
            code = code.getNext();
        }
        return code;
    }

    private record Range(int start, int end, TryCatchBlockNode block, boolean drops, boolean swallows) {}

    /**
     * What happens to an exception in the method after it was recorded.
     *
     * @param blocks entries that may catch it, in the order of the exception table
     * @param slots types of the local variables that these entries' handlers need
     * @param swallowed names of the types that the method may keep to itself
     */
    record Protection(List<TryCatchBlockNode> blocks, List<Object> slots, List<String> swallowed) {

        @Nullable
        TryCatchBlockNode first() {
            return blocks.isEmpty() ? null : blocks.get(0);
        }
    }
}
