package dev.recourse.crash.locals.weave;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.AnalyzerAdapter;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** The types of a method's local variables before each instruction, as the verifier sees them. */
final class LocalTypes {

    private final Object[] @Nullable [] before;
    private final BitSet emptyStack;

    private LocalTypes(Object[] @Nullable [] before, BitSet emptyStack) {
        this.before = before;
        this.emptyStack = emptyStack;
    }

    /** Reads the types off the method's stack map frames; no class is looked up. */
    static LocalTypes of(String owner, MethodNode method) {
        AnalyzerAdapter verifier = new AnalyzerAdapter(owner, method.access, method.name, method.desc, null);
        Object[] @Nullable [] before = new Object[method.instructions.size()][];
        BitSet emptyStack = new BitSet();
        Object[] last = {};
        for (int i = 0; i < before.length; i++) {
            AbstractInsnNode instruction = method.instructions.get(i);
            if (instruction.getOpcode() >= 0 && isInitialized(verifier)) {
                if (!Arrays.asList(last).equals(verifier.locals)) {
                    last = verifier.locals.toArray();
                }
                before[i] = last;
            }
            emptyStack.set(i, verifier.stack == null || verifier.stack.isEmpty());
            instruction.accept(verifier);
        }
        return new LocalTypes(before, emptyStack);
    }

    /** Whether code is reachable, and comes after the call of another constructor. */
    private static boolean isInitialized(AnalyzerAdapter verifier) {
        List<@Nullable Object> locals = verifier.locals;
        return locals != null
                && !locals.contains(Opcodes.UNINITIALIZED_THIS)
                && !verifier.stack.contains(Opcodes.UNINITIALIZED_THIS);
    }

    /** Returns whether nothing is on the operand stack: no expression is being evaluated. */
    boolean isStackEmpty(int instruction) {
        return emptyStack.get(instruction);
    }

    /** Returns a type for each slot, or null where no handler may be: long and double fill two slots. */
    Object @Nullable [] before(int instruction) {
        return before[instruction];
    }
}
