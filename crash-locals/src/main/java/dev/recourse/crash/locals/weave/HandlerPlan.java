package dev.recourse.crash.locals.weave;

import dev.recourse.crash.locals.weave.OwnHandlers.Protection;
import dev.recourse.crash.locals.weave.RecordingHandler.Range;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;

/** The recording handlers that a method needs: one for each set of variables, where its exceptions go the same way. */
final class HandlerPlan {

    private final MethodNode method;
    private final LocalTypes types;
    private final VariableScopes scopes;
    private final OwnHandlers ownHandlers;
    private final ThrowingCode throwingCode;
    private final Map<List<?>, RecordingHandler> handlers = new LinkedHashMap<>();

    private @Nullable RecordingHandler open;
    private @Nullable AbstractInsnNode first;
    private @Nullable AbstractInsnNode last;

    HandlerPlan(String owner, MethodNode method, Set<LocalVariableNode> sensitive) {
        this.method = method;
        this.types = LocalTypes.of(owner, method);
        this.scopes = new VariableScopes(method, sensitive);
        this.ownHandlers = new OwnHandlers(method, types);
        this.throwingCode = new ThrowingCode(owner, method);
        cover();
    }

    Collection<RecordingHandler> handlers() {
        return handlers.values();
    }

    private void cover() {
        int line = -1;
        for (int i = 0; i < method.instructions.size(); i++) {
            AbstractInsnNode instruction = method.instructions.get(i);
            if (instruction instanceof LineNumberNode number) {
                line = number.line;
            } else if (throwingCode.mayThrow(instruction)) {
                cover(instruction, handlerAt(i), line);
            } else if (open != null && instruction.getOpcode() >= 0 && !mayCover(open, i)) {
                close();
            }
        }
        close();
    }

    private void cover(AbstractInsnNode instruction, @Nullable RecordingHandler handler, int line) {
        if (handler != open) {
            close();
            open = handler;
            first = handler == null ? instruction : firstOfBlock(instruction, handler);
        }
        if (handler != null) {
            handler.lines.add(line);
            last = instruction;
        }
    }

    private void close() {
        if (open != null) {
            open.ranges.add(new Range(Objects.requireNonNull(first), Objects.requireNonNull(last)));
            open = null;
        }
    }

    /** A border between the head of a loop and its test would keep HotSpot from moving the test to the end. */
    private AbstractInsnNode firstOfBlock(AbstractInsnNode instruction, RecordingHandler handler) {
        AbstractInsnNode earliest = instruction;
        AbstractInsnNode previous = instruction.getPrevious();
        while (previous != null && !(previous instanceof FrameNode) && !(previous instanceof JumpInsnNode)) {
            if (previous.getOpcode() >= 0) {
                if (throwingCode.mayThrow(previous) || !mayCover(handler, method.instructions.indexOf(previous))) {
                    break;
                }
                earliest = previous;
            }
            previous = previous.getPrevious();
        }
        return earliest;
    }

    private @Nullable RecordingHandler handlerAt(int instruction) {
        Object[] slots = types.before(instruction);
        List<Variable> variables = slots == null ? List.of() : scopes.at(instruction, slots);
        Protection protection = variables.isEmpty() ? null : ownHandlers.at(instruction);
        return protection == null
                ? null
                : handlers.computeIfAbsent(
                        List.of(protection, variables), key -> new RecordingHandler(protection, variables));
    }

    /** Whether a handler may catch exceptions of an instruction that throws none; what unlocks has the first word. */
    private boolean mayCover(RecordingHandler handler, int instruction) {
        Object[] slots = types.before(instruction);
        return slots != null
                && method.instructions.get(instruction).getOpcode() != Opcodes.MONITOREXIT
                && handler.variables.stream().allMatch(variable -> variable.assignedIn(slots))
                && handler.protection.equals(ownHandlers.at(instruction));
    }
}
