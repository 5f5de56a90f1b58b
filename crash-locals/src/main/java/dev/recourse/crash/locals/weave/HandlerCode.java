package dev.recourse.crash.locals.weave;

import dev.recourse.crash.locals.weave.OwnHandlers.Protection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * The code of the recording handlers of a method.
 *
 * <p>Each keeps the exception in a free slot, hands the variables to the recorder and throws the exception again, also where
 * the recorder cannot be called; the method's own handlers cover that code too, and catch it as they would have before.
 * Handlers that read the same variables share the code behind the name of the place. HotSpot inlines by the number of bytes:
 * eleven to thirteen, one or two for each variable, up to four more for each that is a number, and four for both throws. What the handlers
 * throw is never what a handler of theirs has on the stack: HotSpot's first compiler refuses methods whose code runs into a
 * handler.
 */
final class HandlerCode {

    private static final String THROWABLE = "java/lang/Throwable";
    private static final String STRING = "java/lang/String";
    private static final String PLACE_AND_FAILURE = "(L" + STRING + ";L" + THROWABLE + ";";

    /** So many numbers and other values the recorder takes without an array around them. */
    private static final int[] NUMBERS = {0, 1, 2, 4};

    private static final int[] REFERENCES = {1, 2, 4, 8};

    private final String recorder;
    private final ColdConstants constants;
    private final String owner;
    private final String methodName;

    final InsnList instructions = new InsnList();
    final List<TryCatchBlockNode> entries = new ArrayList<>();
    int maxStack;
    int maxLocals;

    /** Begins without any handler. */
    HandlerCode(String recorder, ColdConstants constants, String owner, String methodName) {
        this.recorder = recorder;
        this.constants = constants;
        this.owner = owner;
        this.methodName = methodName;
    }

    /** Adds handlers that throw to the same own handlers of the method. */
    void add(Protection protection, List<RecordingHandler> handlers) {
        LabelNode start = new LabelNode();
        LabelNode failed = new LabelNode();
        LabelNode end = new LabelNode();
        int slot = freeSlot(protection, handlers);
        Map<List<Variable>, List<RecordingHandler>> sharing = new LinkedHashMap<>();
        for (RecordingHandler handler : handlers) {
            sharing.computeIfAbsent(handler.variables, key -> new ArrayList<>()).add(handler);
        }
        instructions.add(start);
        sharing.forEach((variables, places) -> {
            add(variables, places, protection, slot, failed);
            addThrow(slot);
        });
        instructions.add(failed);
        instructions.add(frame(withType(protection.slots(), slot, THROWABLE), THROWABLE));
        addThrow(slot);
        instructions.add(end);
        for (TryCatchBlockNode block : protection.blocks()) {
            entries.add(new TryCatchBlockNode(start, end, block.handler, block.type));
        }
    }

    private void addThrow(int slot) {
        instructions.add(new VarInsnNode(Opcodes.ALOAD, slot));
        instructions.add(new InsnNode(Opcodes.ATHROW));
    }

    private void add(
            List<Variable> variables,
            List<RecordingHandler> places,
            Protection protection,
            int slot,
            LabelNode failed) {
        List<Object> slots = slots(variables, protection);
        LabelNode shared = new LabelNode();
        for (RecordingHandler place : places) {
            instructions.add(place.code);
            instructions.add(frame(slots, THROWABLE));
            instructions.add(new LdcInsnNode(place.description(owner, methodName)));
            if (place != places.get(places.size() - 1)) {
                instructions.add(new JumpInsnNode(Opcodes.GOTO, shared));
            }
        }
        if (places.size() > 1) {
            instructions.add(shared);
            instructions.add(frame(slots, THROWABLE, STRING));
        }
        instructions.add(new InsnNode(Opcodes.SWAP));
        instructions.add(new InsnNode(Opcodes.DUP));
        instructions.add(new VarInsnNode(Opcodes.ASTORE, slot));
        LabelNode call = new LabelNode();
        LabelNode called = new LabelNode();
        instructions.add(call);
        instructions.add(new LdcInsnNode(constants.next()));
        instructions.add(new InsnNode(Opcodes.POP));
        call(recorder, "record", load(variables));
        instructions.add(called);
        entries.add(new TryCatchBlockNode(call, called, failed, null));
        maxLocals = Math.max(maxLocals, slot + 1);
    }

    /** Adds what pushes the values; returns the descriptor of the method that takes them. */
    private String load(List<Variable> variables) {
        List<Variable> read = variables.stream().filter(Variable::isHandedOver).toList();
        List<Variable> numbers =
                read.stream().filter(variable -> !variable.isReference()).toList();
        List<Variable> references = read.stream().filter(Variable::isReference).toList();
        int takenNumbers = atLeast(numbers.size(), NUMBERS);
        int takenReferences = atLeast(references.size(), REFERENCES);
        if (takenNumbers < 0 || takenReferences < 0) {
            return loadArray(read);
        }
        numbers.forEach(this::loadNumber);
        push(Opcodes.LCONST_0, takenNumbers - numbers.size());
        references.forEach(this::load);
        push(Opcodes.ACONST_NULL, takenReferences - references.size());
        maxStack = Math.max(maxStack, 2 + 2 * takenNumbers + takenReferences);
        return PLACE_AND_FAILURE + "J".repeat(takenNumbers) + ("L" + Variable.OBJECT + ";").repeat(takenReferences)
                + ")V";
    }

    private String loadArray(List<Variable> read) {
        instructions.add(new IntInsnNode(Opcodes.BIPUSH, read.size()));
        instructions.add(new TypeInsnNode(Opcodes.ANEWARRAY, Variable.OBJECT));
        for (int i = 0; i < read.size(); i++) {
            Variable variable = read.get(i);
            instructions.add(new InsnNode(Opcodes.DUP));
            instructions.add(new IntInsnNode(Opcodes.BIPUSH, i));
            load(variable);
            if (!variable.isReference()) {
                Type box = variable.box();
                call(
                        box.getInternalName(),
                        "valueOf",
                        Type.getMethodDescriptor(box, Type.getType(variable.descriptor())));
            }
            instructions.add(new InsnNode(Opcodes.AASTORE));
        }
        maxStack = Math.max(maxStack, 7);
        return PLACE_AND_FAILURE + "[L" + Variable.OBJECT + ";)V";
    }

    /** Pushes the bits of a primitive as a {@code long}. */
    private void loadNumber(Variable variable) {
        load(variable);
        switch (variable.descriptor()) {
            case "D" -> call("java/lang/Double", "doubleToRawLongBits", "(D)J");
            case "J" -> {}
            default -> {
                if (variable.descriptor().equals("F")) {
                    call("java/lang/Float", "floatToRawIntBits", "(F)I");
                }
                instructions.add(new InsnNode(Opcodes.I2L));
            }
        }
    }

    private void load(Variable variable) {
        instructions.add(new VarInsnNode(variable.loadOpcode(), variable.slot()));
    }

    private void push(int constant, int times) {
        for (int i = 0; i < times; i++) {
            instructions.add(new InsnNode(constant));
        }
    }

    private void call(String type, String method, String descriptor) {
        instructions.add(new MethodInsnNode(Opcodes.INVOKESTATIC, type, method, descriptor, false));
    }

    /** Returns the lowest of some ascending numbers that is not below a count, -1 if all are. */
    private static int atLeast(int count, int[] ascending) {
        return Arrays.stream(ascending)
                .filter(number -> number >= count)
                .findFirst()
                .orElse(-1);
    }

    private static List<Object> slots(List<Variable> variables, Protection protection) {
        List<Object> slots = protection.slots();
        for (Variable variable : variables) {
            if (variable.isHandedOver() && typeAt(slots, variable.slot()).equals(Opcodes.TOP)) {
                slots = withType(slots, variable.slot(), variable.frameType());
            }
        }
        return slots;
    }

    /** Returns the lowest slot that neither the recording nor the method's own handlers read; low ones take fewer bytes. */
    private static int freeSlot(Protection protection, List<RecordingHandler> handlers) {
        List<Object> slots = protection.slots();
        for (RecordingHandler handler : handlers) {
            for (Variable variable : handler.variables) {
                slots = withType(slots, variable.slot(), variable.frameType());
                slots = variable.size() == 2 ? withType(slots, variable.slot() + 1, Opcodes.INTEGER) : slots;
            }
        }
        int free = 0;
        while (!typeAt(slots, free).equals(Opcodes.TOP)) {
            free += isWide(slots.get(free)) ? 2 : 1;
        }
        return free;
    }

    /** Returns a frame of a handler; the second slot of a wide value is not named in it. */
    private static FrameNode frame(List<Object> slots, Object... stack) {
        List<Object> locals = new ArrayList<>();
        for (int slot = 0; slot < slots.size(); slot += isWide(slots.get(slot)) ? 2 : 1) {
            locals.add(slots.get(slot));
        }
        return new FrameNode(Opcodes.F_NEW, locals.size(), locals.toArray(), stack.length, stack);
    }

    private static boolean isWide(Object type) {
        return type.equals(Opcodes.LONG) || type.equals(Opcodes.DOUBLE);
    }

    private static Object typeAt(List<Object> slots, int slot) {
        return slot < slots.size() ? slots.get(slot) : Opcodes.TOP;
    }

    private static List<Object> withType(List<Object> slots, int slot, Object type) {
        List<Object> changed = new ArrayList<>(slots);
        while (changed.size() <= slot) {
            changed.add(Opcodes.TOP);
        }
        changed.set(slot, type);
        return changed;
    }
}
