package dev.recourse.crash.locals.weave;

import dev.recourse.crash.locals.weave.OwnHandlers.Protection;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * The code of the recording handlers of a method.
 *
 * <p>Each keeps the exception in a free slot, hands the variables to the recorder and throws the exception again; the
 * method's own handlers cover that code too, and catch it as they would have before. Where the recorder cannot be
 * called, the exception that was kept is thrown all the same. HotSpot inlines by the number of bytes: seven, a load for
 * each variable, and two or four for the slot.
 */
final class HandlerCode {

    private static final String THROWABLE = "java/lang/Throwable";

    private final Handle recorder;
    private final String methodName;

    final InsnList instructions = new InsnList();
    final List<TryCatchBlockNode> entries = new ArrayList<>();
    int maxStack;
    int maxLocals;

    HandlerCode(Handle recorder, String methodName) {
        this.recorder = recorder;
        this.methodName = methodName;
    }

    /** Adds handlers that throw to the same own handlers of the method. */
    void add(Protection protection, List<RecordingHandler> handlers) {
        LabelNode start = new LabelNode();
        LabelNode failed = new LabelNode();
        LabelNode end = new LabelNode();
        int slot = freeSlot(protection, handlers);
        instructions.add(start);
        for (Iterator<RecordingHandler> rest = handlers.iterator(); rest.hasNext(); ) {
            record(rest.next(), protection, slot, failed);
            if (rest.hasNext()) {
                instructions.add(new InsnNode(Opcodes.ATHROW));
            }
        }
        instructions.add(failed);
        instructions.add(frame(withType(protection.slots(), slot, THROWABLE)));
        instructions.add(new InsnNode(Opcodes.POP));
        instructions.add(new VarInsnNode(Opcodes.ALOAD, slot));
        instructions.add(new InsnNode(Opcodes.ATHROW));
        instructions.add(end);
        for (TryCatchBlockNode block : protection.blocks()) {
            entries.add(new TryCatchBlockNode(start, end, block.handler, block.type));
        }
    }

    private void record(RecordingHandler handler, Protection protection, int slot, LabelNode failed) {
        List<Object> slots = protection.slots();
        StringBuilder type = new StringBuilder("(L" + THROWABLE + ";");
        StringBuilder names = new StringBuilder();
        InsnList loads = new InsnList();
        int size = 0;
        for (Variable variable : handler.variables) {
            names.append(names.isEmpty() ? "" : ";")
                    .append(variable.sensitive() ? "[" : "")
                    .append(variable.name());
            if (!variable.sensitive()) {
                type.append(variable.descriptor());
                loads.add(new VarInsnNode(variable.loadOpcode(), variable.slot()));
                size += variable.size();
                slots = typeAt(slots, variable.slot()).equals(Opcodes.TOP)
                        ? withType(slots, variable.slot(), variable.frameType())
                        : slots;
            }
        }
        LabelNode call = new LabelNode();
        LabelNode called = new LabelNode();
        instructions.add(handler.code);
        instructions.add(frame(slots));
        instructions.add(new InsnNode(Opcodes.DUP));
        instructions.add(new InsnNode(Opcodes.DUP));
        instructions.add(new VarInsnNode(Opcodes.ASTORE, slot));
        instructions.add(loads);
        instructions.add(call);
        instructions.add(new InvokeDynamicInsnNode(
                "record",
                type.append(")V").toString(),
                recorder,
                methodName,
                names.toString(),
                handler.lines.toString()));
        instructions.add(called);
        entries.add(new TryCatchBlockNode(call, called, failed, null));
        maxStack = Math.max(maxStack, Math.max(3, 2 + size));
        maxLocals = Math.max(maxLocals, slot + 1);
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
    private static FrameNode frame(List<Object> slots) {
        List<Object> locals = new ArrayList<>();
        for (int slot = 0; slot < slots.size(); slot += isWide(slots.get(slot)) ? 2 : 1) {
            locals.add(slots.get(slot));
        }
        return new FrameNode(Opcodes.F_NEW, locals.size(), locals.toArray(), 1, new Object[] {THROWABLE});
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
