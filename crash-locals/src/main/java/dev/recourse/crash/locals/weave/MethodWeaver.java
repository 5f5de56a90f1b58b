package dev.recourse.crash.locals.weave;

import dev.recourse.crash.locals.weave.OwnHandlers.Protection;
import dev.recourse.crash.locals.weave.RecordingHandler.Range;
import dev.recourse.crash.locals.weave.WovenClass.Outcome;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.commons.CodeSizeEvaluator;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/** Adds recording handlers to the methods of a class, behind their code. */
final class MethodWeaver {

    /** HotSpot compiles no method that is larger. */
    private static final int LARGEST_COMPILED = 8000;

    /** HotSpot inlines no method that is larger, however often it is called. */
    private static final int LARGEST_INLINED = 325;

    private static final int LARGEST = 65535;

    private final String owner;
    private final String recorder;
    private final ColdConstants constants = new ColdConstants();

    MethodWeaver(String owner, String recorder) {
        this.owner = owner;
        this.recorder = recorder;
    }

    /**
     * Returns {@code WOVEN}, {@code NOTHING_TO_RECORD} or {@code TOO_LARGE}.
     *
     * @param shared lines that other methods of the same name have too
     */
    Outcome weave(MethodNode method, Set<LocalVariableNode> sensitive, BitSet shared) {
        HandlerPlan plan = new HandlerPlan(owner, method, sensitive, shared);
        Collection<RecordingHandler> handlers = plan.handlers(true);
        if (handlers.isEmpty()) {
            return Outcome.NOTHING_TO_RECORD;
        }
        HandlerCode code = code(method.name, handlers);
        int size = size(method.instructions);
        if (crosses(size, code, LARGEST_INLINED) || crosses(size, code, LARGEST_COMPILED)) {
            handlers = plan.handlers(false);
            code = code(method.name, handlers);
        }
        if (size + size(code.instructions) > (size > LARGEST_COMPILED ? LARGEST : LARGEST_COMPILED)) {
            return Outcome.TOO_LARGE;
        }
        List<TryCatchBlockNode> entries = new ArrayList<>();
        for (TryCatchBlockNode block : method.tryCatchBlocks) {
            entries.addAll(entriesBefore(block, method, handlers));
            entries.add(block);
        }
        entries.addAll(entriesBefore(null, method, handlers));
        entries.addAll(code.entries);
        method.tryCatchBlocks = entries;
        method.instructions.add(code.instructions);
        method.maxStack = Math.max(method.maxStack, code.maxStack);
        method.maxLocals = Math.max(method.maxLocals, code.maxLocals);
        return Outcome.WOVEN;
    }

    /** Whether a method becomes larger than a limit of HotSpot. */
    private static boolean crosses(int size, HandlerCode code, int limit) {
        return size <= limit && size + size(code.instructions) > limit;
    }

    private HandlerCode code(String methodName, Collection<RecordingHandler> handlers) {
        Map<Protection, List<RecordingHandler>> groups = new LinkedHashMap<>();
        for (RecordingHandler handler : handlers) {
            groups.computeIfAbsent(handler.protection, key -> new ArrayList<>()).add(handler);
        }
        HandlerCode code = new HandlerCode(recorder, constants, owner.replace('/', '.'), methodName);
        groups.forEach(code::add);
        return code;
    }

    /** Returns the entries that must come right before one of the method's own, or after all of them. */
    private static List<TryCatchBlockNode> entriesBefore(
            @Nullable TryCatchBlockNode own, MethodNode method, Collection<RecordingHandler> handlers) {
        List<TryCatchBlockNode> entries = new ArrayList<>();
        for (RecordingHandler handler : handlers) {
            if (handler.protection.first() == own) {
                for (Range range : handler.ranges) {
                    LabelNode start = new LabelNode();
                    LabelNode end = new LabelNode();
                    method.instructions.insertBefore(range.first(), start);
                    method.instructions.insert(range.last(), end);
                    entries.add(new TryCatchBlockNode(start, end, handler.code, null));
                }
            }
        }
        return entries;
    }

    /** Returns the number of bytes, apart from jumps over more than 32K. */
    private static int size(InsnList instructions) {
        CodeSizeEvaluator evaluator = new CodeSizeEvaluator(null);
        instructions.accept(evaluator);
        return evaluator.getMinSize();
    }
}
