package dev.recourse.crash.locals.weave;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.Frame;
import org.objectweb.asm.tree.analysis.SourceInterpreter;
import org.objectweb.asm.tree.analysis.SourceValue;

/** Tells which instructions the operands of an instruction come from; a slot without a name has what was put into it. */
final class ValueSources extends SourceInterpreter {

    private final VariableSlots slots;
    private final Map<Integer, LabelNode> parameters = new HashMap<>();
    private final Map<AbstractInsnNode, List<SourceValue>> operands = new HashMap<>();

    ValueSources(VariableSlots slots) {
        super(Opcodes.ASM9);
        this.slots = slots;
    }

    /** Returns the operands of each instruction that can be reached. */
    Map<AbstractInsnNode, List<SourceValue>> operands() {
        return operands;
    }

    /** Returns what stands for the values that parameters begin with, by slot. */
    Map<Integer, LabelNode> parameters() {
        return parameters;
    }

    @Override
    public SourceValue newParameterValue(boolean isInstanceMethod, int local, Type type) {
        return new SourceValue(type.getSize(), parameters.computeIfAbsent(local, slot -> new LabelNode()));
    }

    @Override
    public SourceValue newExceptionValue(TryCatchBlockNode block, Frame<SourceValue> frame, Type type) {
        return new SourceValue(1, block.handler);
    }

    @Override
    public SourceValue copyOperation(AbstractInsnNode instruction, SourceValue value) {
        if (instruction instanceof VarInsnNode variable) {
            operands.put(instruction, List.of(value));
            if (!VariableSlots.isStore(variable) && slots.of(variable) != null) {
                return new SourceValue(value.size, instruction);
            }
        }
        return value;
    }

    @Override
    public SourceValue unaryOperation(AbstractInsnNode instruction, SourceValue value) {
        operands.put(instruction, List.of(value));
        return instruction.getOpcode() == Opcodes.CHECKCAST ? value : super.unaryOperation(instruction, value);
    }

    @Override
    public SourceValue binaryOperation(AbstractInsnNode instruction, SourceValue first, SourceValue second) {
        operands.put(instruction, List.of(first, second));
        return super.binaryOperation(instruction, first, second);
    }

    @Override
    public SourceValue ternaryOperation(
            AbstractInsnNode instruction, SourceValue first, SourceValue second, SourceValue third) {
        operands.put(instruction, List.of(first, second, third));
        return super.ternaryOperation(instruction, first, second, third);
    }

    @Override
    public SourceValue naryOperation(AbstractInsnNode instruction, List<? extends SourceValue> values) {
        operands.put(instruction, List.copyOf(values));
        return super.naryOperation(instruction, values);
    }
}
