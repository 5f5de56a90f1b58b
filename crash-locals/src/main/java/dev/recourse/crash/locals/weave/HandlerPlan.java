package dev.recourse.crash.locals.weave;

import dev.recourse.crash.locals.weave.OwnHandlers.Protection;
import dev.recourse.crash.locals.weave.RecordingHandler.Arrival;
import dev.recourse.crash.locals.weave.RecordingHandler.Range;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
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
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;

/** The recording handlers that a method needs: one for each set of variables and line, where its exceptions go the same way. */
final class HandlerPlan {

    private static final int ANY_LINE = -1;

    private final MethodNode method;
    private final LocalTypes types;
    private final VariableScopes scopes;
    private final OwnHandlers ownHandlers;
    private final ThrowingCode throwingCode;
    private final ThrowableOrigins origins;
    private final Liveness liveness;
    private final CallsOnLines calls;
    private final BitSet watched;
    private final Map<Integer, List<Variable>> variables = new HashMap<>();
    private final Map<List<?>, RecordingHandler> handlers = new LinkedHashMap<>();

    private boolean byLine;
    private @Nullable RecordingHandler open;
    private @Nullable AbstractInsnNode first;
    private @Nullable AbstractInsnNode last;

    /**
     * Looks at a method.
     *
     * @param shared lines that other methods of the same name have too
     */
    HandlerPlan(String owner, MethodNode method, Set<LocalVariableNode> sensitive, BitSet shared) {
        ControlFlow flow = new ControlFlow(method);
        this.method = method;
        this.types = LocalTypes.of(owner, method);
        this.scopes = new VariableScopes(method, sensitive);
        this.ownHandlers = new OwnHandlers(method, types, flow);
        this.throwingCode = new ThrowingCode(owner, method);
        this.origins = new ThrowableOrigins(method, flow);
        this.liveness = new Liveness(method, flow);
        this.calls = new CallsOnLines(method);
        this.watched = watched(shared);
    }

    /** Returns the lines that no exception may leave unseen: from the next one of the line, it would be taken for this. */
    private BitSet watched(BitSet shared) {
        BitSet lines = (BitSet) shared.clone();
        for (int i = 0; i < method.instructions.size(); i++) {
            if (calls.line(i) >= 0
                    && throwingCode.mayThrow(method.instructions.get(i))
                    && !variablesAt(i).isEmpty()) {
                lines.set(calls.line(i));
            }
        }
        return lines;
    }

    private List<Variable> variablesAt(int instruction) {
        return variables.computeIfAbsent(instruction, index -> {
            Object[] slots = types.before(index);
            return slots == null ? List.of() : scopes.at(index, slots, liveness, origins, mayTakeLong(index));
        });
    }

    /**
     * Returns the handlers.
     *
     * @param isByLine whether each is to be of one line: the recorder is then certain of more frames
     */
    Collection<RecordingHandler> handlers(boolean isByLine) {
        byLine = isByLine;
        handlers.clear();
        cover();
        return List.copyOf(handlers.values());
    }

    private void cover() {
        for (int i = 0; i < method.instructions.size(); i++) {
            AbstractInsnNode instruction = method.instructions.get(i);
            if (throwingCode.mayThrow(instruction)) {
                cover(instruction, handlerAt(i), calls.line(i));
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
        Protection protection = types.before(instruction) == null ? null : ownHandlers.at(instruction);
        if (protection == null) {
            return null;
        }
        Arrival arrival = arrivalAt(instruction);
        boolean isCompilersOwn = throwingCode.isCompilersOwn(method.instructions.get(instruction));
        if (isCompilersOwn && !ownHandlers.isThrownAgain(instruction)) {
            return null;
        }
        boolean isEmpty = isCompilersOwn || arrival == Arrival.KEPT;
        List<Variable> variables = isEmpty ? List.of() : variablesAt(instruction);
        int ownLine = calls.line(instruction);
        if (variables.isEmpty()
                && !isEmpty
                && protection.swallowed().isEmpty()
                && (ownLine < 0 || !watched.get(ownLine))) {
            return null;
        }
        int line = !byLine || arrival == Arrival.BY_THE_JVM || isEmpty ? ANY_LINE : ownLine;
        return handlers.computeIfAbsent(
                List.of(protection, variables, arrival, line),
                key -> new RecordingHandler(protection, variables, arrival));
    }

    private Arrival arrivalAt(int instruction) {
        AbstractInsnNode code = method.instructions.get(instruction);
        int line = calls.line(instruction);
        Arrival call = byLine && calls.isOneOn(line) ? Arrival.BY_ONE_CALL : Arrival.BY_A_CALL;
        if (code.getOpcode() != Opcodes.ATHROW) {
            return byLine && !ThrowingCode.mayRunCode(code) && calls.areNoneOn(line) ? Arrival.BY_THE_JVM : call;
        }
        return switch (origins.thrown(instruction)) {
            case BY_A_CALL -> call;
            case MADE_BEFORE -> Arrival.MADE_BEFORE;
            case CAUGHT_BEFORE -> Arrival.CAUGHT_BEFORE;
            case KEPT -> Arrival.KEPT;
        };
    }

    private boolean mayTakeLong(int instruction) {
        return ThrowingCode.mayRunCode(method.instructions.get(instruction));
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
