package dev.recourse.crash.locals.weave;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * Tells from the class files whether an exception can only have been on its way since it was made: no method that it came
 * through could keep it, end in another way, and have it thrown again later.
 */
public final class PassThrough {

    private static final int MOST_KNOWN = 10_000;

    private static final Map<ClassLoader, Map<String, Fate>> KNOWN = new WeakHashMap<>();

    /** Those that the JVM throws where it runs an instruction, besides errors, and Kotlin's runtime where it adds one. */
    private static final Set<String> BY_INSTRUCTIONS = Set.of(
            "java.lang.NullPointerException",
            "java.lang.ArithmeticException",
            "java.lang.ArrayIndexOutOfBoundsException",
            "java.lang.ArrayStoreException",
            "java.lang.ClassCastException",
            "java.lang.NegativeArraySizeException",
            "java.lang.IllegalMonitorStateException",
            "kotlin.UninitializedPropertyAccessException");

    private final Throwable failure;
    private final Set<String> types = new HashSet<>();
    private final ParsedClasses files;
    private final Map<String, Fate> known;

    private PassThrough(Throwable failure, ClassLoader loader) {
        this.failure = failure;
        addTypes(failure.getClass());
        this.files = new ParsedClasses(loader, ClassReader.SKIP_FRAMES);
        synchronized (KNOWN) {
            this.known = KNOWN.computeIfAbsent(loader, key -> new ConcurrentHashMap<>());
        }
        if (known.size() >= MOST_KNOWN) {
            known.clear();
        }
    }

    private void addTypes(@Nullable Class<?> type) {
        if (type != null) {
            types.add(type.getName().replace('.', '/'));
            addTypes(type.getSuperclass());
            for (Class<?> implemented : type.getInterfaces()) {
                addTypes(implemented);
            }
        }
    }

    /**
     * Returns whether an exception cannot have been kept by some methods of its trace.
     *
     * @param first index of the innermost one; from 0, the exception must also have been thrown as soon as it was made
     * @param end index of the frame around them, which nobody asks for
     */
    public static boolean lets(Throwable failure, StackTraceElement[] trace, int first, int end, ClassLoader loader) {
        PassThrough methods = new PassThrough(failure, loader);
        boolean isDropped = false;
        for (int i = first; i < end; i++) {
            Fate fate = methods.afterCatch(trace[i]);
            if (fate == Fate.KEPT) {
                return false;
            }
            isDropped |= fate == Fate.DROPPED;
        }
        Fate made = first > 0 ? Fate.GONE : methods.afterMaking(trace, end);
        return made != Fate.KEPT && !(made == Fate.SHARED && isDropped);
    }

    /** Follows the exception from where it was made through the methods that return it, to the one that throws it. */
    private Fate afterMaking(StackTraceElement[] trace, int end) {
        Fate fate = whereMade(trace[0], end == 0);
        for (int i = 1; i <= end && fate == Fate.RETURNED; i++) {
            String callee = trace[i - 1].getMethodName();
            fate = fate(
                    trace[i],
                    "call of " + callee + " for " + failure.getClass().getName(),
                    instruction -> (instruction instanceof MethodInsnNode call && call.name.equals(callee))
                            || isFunction(instruction),
                    i == end);
        }
        return fate;
    }

    /** Returns what becomes of the exception in the innermost method, which has made it itself, or by a function without a frame. */
    private Fate whereMade(StackTraceElement frame, boolean isLast) {
        String type = failure.getClass().getName().replace('.', '/');
        Predicate<AbstractInsnNode> isMaker = Makers.constructorOf(type);
        if (has(frame, isMaker)) {
            return fate(frame, "new " + type, isMaker, isLast);
        }
        if (has(frame, this::isFunction)) {
            return fate(frame, "function for " + type, this::isFunction, isLast);
        }
        if (frame.getClassName().startsWith("jdk.internal.reflect.")) {
            return Fate.RETURNED;
        }
        return isOfTheJvm() || frame.isNativeMethod() ? Fate.GONE : Fate.KEPT;
    }

    /** Whether an instruction may run a function that returns the exception: one of another type cannot be it. */
    private boolean isFunction(AbstractInsnNode instruction) {
        if (!Makers.isFunction(instruction)) {
            return false;
        }
        String descriptor =
                instruction instanceof MethodInsnNode call ? call.desc : ((InvokeDynamicInsnNode) instruction).desc;
        return types.contains(Type.getReturnType(descriptor).getInternalName());
    }

    private boolean isOfTheJvm() {
        return failure instanceof VirtualMachineError
                || failure instanceof LinkageError
                || BY_INSTRUCTIONS.contains(failure.getClass().getName());
    }

    private boolean has(StackTraceElement frame, Predicate<AbstractInsnNode> isSource) {
        ClassNode node = files.find(frame.getClassName().replace('.', '/'));
        return node != null
                && node.methods.stream()
                        .filter(method -> method.name.equals(frame.getMethodName()))
                        .anyMatch(method -> !Makers.onLine(method, frame.getLineNumber(), isSource)
                                .isEmpty());
    }

    /**
     * Returns what becomes of an exception that some instructions on the line of a frame make, or get.
     *
     * @param isLast whether frames further in are gone: what it has in a variable may be thrown in a later round
     */
    private Fate fate(StackTraceElement frame, String source, Predicate<AbstractInsnNode> isSource, boolean isLast) {
        return known(frame, isLast ? source + " last" : source, method -> {
            ControlFlow flow = new ControlFlow(method);
            List<AbstractInsnNode> thrown = new ArrayList<>();
            List<AbstractInsnNode> others = new ArrayList<>();
            for (AbstractInsnNode instruction : Makers.onLine(method, frame.getLineNumber(), isSource)) {
                (alwaysThrows(method, flow, instruction) ? thrown : others).add(instruction);
            }
            Fate fate = follow(method, others, isLast);
            boolean isShared = fate == Fate.GONE && follow(method, thrown, false) == Fate.KEPT;
            return isShared ? Fate.SHARED : fate;
        });
    }

    /** Returns what becomes of the exception where the method of a frame may catch it, and need not throw it again. */
    private Fate afterCatch(StackTraceElement frame) {
        return known(frame, "catch " + failure.getClass().getName(), method -> {
            ControlFlow flow = new ControlFlow(method);
            List<TryCatchBlockNode> handlers = method.tryCatchBlocks.stream()
                    .filter(block -> isCaught(block.type))
                    .toList();
            boolean maySwallow = handlers.stream()
                    .anyMatch(block -> covers(method, block, frame.getLineNumber())
                            && OwnHandlers.swallows(method, flow, block.handler));
            if (!maySwallow) {
                return Fate.GONE;
            }
            return follow(method, handlers, false) == Fate.GONE ? Fate.DROPPED : Fate.KEPT;
        });
    }

    private Fate follow(MethodNode method, List<?> sources, boolean isKeptInVariable) {
        if (sources.isEmpty()) {
            return Fate.GONE;
        }
        ThrowableFlow flow = ThrowableFlow.from(sources, method, files, types);
        if (flow.isKept() || (isKeptInVariable && flow.isNamed())) {
            return Fate.KEPT;
        }
        return flow.isReturned() ? Fate.RETURNED : Fate.GONE;
    }

    /** Returns the worst fate in the methods that have the name of a frame. */
    private Fate known(StackTraceElement frame, String source, Find find) {
        String name = frame.getClassName();
        if (name.contains("$$SpringCGLIB$$") || name.contains("$$FastClass") || name.contains("$$Lambda")) {
            return Fate.GONE;
        }
        String key = String.join(" ", source, "in", name, frame.getMethodName(), String.valueOf(frame.getLineNumber()));
        Fate earlier = known.get(key);
        if (earlier != null) {
            return earlier;
        }
        ClassNode node = files.find(name.replace('.', '/'));
        Fate worst = node == null ? Fate.KEPT : Fate.GONE;
        for (MethodNode method : node == null ? List.<MethodNode>of() : node.methods) {
            if (method.name.equals(frame.getMethodName())) {
                Fate fate = find.in(method);
                worst = fate.compareTo(worst) > 0 ? fate : worst;
            }
        }
        known.put(key, worst);
        return worst;
    }

    private boolean isCaught(@Nullable String type) {
        return type == null || types.contains(type);
    }

    private static boolean covers(MethodNode method, TryCatchBlockNode block, int wanted) {
        int line = -1;
        boolean isInside = false;
        for (AbstractInsnNode instruction : method.instructions) {
            isInside = instruction == block.start || (isInside && instruction != block.end);
            line = instruction instanceof LineNumberNode number ? number.line : line;
            if (isInside && (wanted < 0 || line < 0 || line == wanted)) {
                return true;
            }
        }
        return false;
    }

    /** Whether each way from an instruction on ends in a {@code throw}. */
    private static boolean alwaysThrows(MethodNode method, ControlFlow flow, AbstractInsnNode instruction) {
        BitSet seen = new BitSet();
        Deque<Integer> open = new ArrayDeque<>(List.of(method.instructions.indexOf(instruction)));
        while (!open.isEmpty()) {
            int index = open.remove();
            int[] next = flow.successors(index);
            if (next.length == 0 && method.instructions.get(index).getOpcode() != Opcodes.ATHROW) {
                return false;
            }
            for (int each : next) {
                if (!seen.get(each)) {
                    seen.set(each);
                    open.add(each);
                }
            }
        }
        return true;
    }

    /** What becomes of an exception in a method, from good to bad. */
    private enum Fate {
        /** It is thrown, or nobody has it any more. */
        GONE,
        /** A handler has caught it, and nobody has it any more. */
        DROPPED,
        /** The caller gets it as a result. */
        RETURNED,
        /** It is thrown at once, and somebody has it too. */
        SHARED,
        /** It is stored. */
        KEPT
    }

    /** Finds out what becomes of an exception in a method. */
    private interface Find {

        Fate in(MethodNode method);
    }
}
