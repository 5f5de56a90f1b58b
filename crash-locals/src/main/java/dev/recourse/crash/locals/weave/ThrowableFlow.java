package dev.recourse.crash.locals.weave;

import dev.recourse.crash.locals.LocalsRecorder;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicInterpreter;
import org.objectweb.asm.tree.analysis.BasicValue;
import org.objectweb.asm.tree.analysis.Frame;
import org.objectweb.asm.tree.analysis.Interpreter;
import org.objectweb.asm.tree.analysis.Value;

/** Follows an exception through a method: whether it, or one around it, is stored, or handed to code that may store it. */
final class ThrowableFlow extends Interpreter<ThrowableFlow.Held> {

    /** Methods that are followed in all, so that nobody waits for long; of what needs more, nobody knows. */
    private static final int MOST_METHODS = 100;

    private static final String RECORDER = Type.getInternalName(LocalsRecorder.class);

    /** Methods of the JDK and of loggers that make a text of an exception. */
    private static final Set<String> HARMLESS = Set.of(
            "append", "debug", "error", "fatal", "info", "log", "print", "println", "trace", "valueOf", "warn",
            "warning");

    /** Methods of an exception that add another one to it. */
    private static final Set<String> ADDING = Set.of("<init>", "addSuppressed", "initCause");

    private final BasicInterpreter sizes = new BasicInterpreter();
    private final ParsedClasses files;

    /** The types that the exception has. */
    private final Set<String> types;

    /** What has been followed already, or is just now: a method, and what gives it the exception. */
    private final Map<List<?>, ThrowableFlow> followed;

    /** What gives the exception: instructions, handlers, slots of parameters. */
    private final Set<Object> sources;

    private boolean kept;
    private boolean returned;
    private boolean named;

    private ThrowableFlow(
            ParsedClasses files, Set<String> types, Map<List<?>, ThrowableFlow> followed, Collection<?> sources) {
        super(Opcodes.ASM9);
        this.files = files;
        this.types = types;
        this.followed = followed;
        this.sources = new HashSet<>(sources);
    }

    /**
     * Follows what comes out of some places of a method.
     *
     * @param sources instructions that make an exception, or get it from a call, and blocks whose handlers catch it
     * @param types internal names of its class and of all above
     */
    static ThrowableFlow from(Collection<?> sources, MethodNode method, ParsedClasses files, Set<String> types) {
        ThrowableFlow flow = new ThrowableFlow(files, types, new HashMap<>(), sources);
        flow.follow(method);
        return flow;
    }

    /** Returns whether the exception may be somewhere when the method has ended. */
    boolean isKept() {
        return kept;
    }

    /** Returns whether the method may give the exception to its caller as a result. */
    boolean isReturned() {
        return returned;
    }

    /** Returns whether the exception is in a local variable for a time. */
    boolean isNamed() {
        return named;
    }

    private void follow(MethodNode method) {
        int known;
        do {
            known = sources.size();
            try {
                new Analyzer<>(this).analyze("java/lang/Object", method);
            } catch (AnalyzerException | RuntimeException failure) {
                kept = true;
            }
        } while (!kept && sources.size() > known);
    }

    @Override
    public @Nullable Held newValue(@Nullable Type type) {
        return of(sizes.newValue(type), false);
    }

    @Override
    public @Nullable Held newParameterValue(boolean isInstance, int slot, Type type) {
        return of(sizes.newValue(type), sources.contains(slot));
    }

    @Override
    public Held newExceptionValue(TryCatchBlockNode block, Frame<Held> frame, Type type) {
        boolean isFailure = sources.contains(block) || sources.contains(block.handler);
        return new Held(1, isFailure, block.handler);
    }

    @Override
    public @Nullable Held newOperation(AbstractInsnNode instruction) throws AnalyzerException {
        Held held = of(sizes.newOperation(instruction), sources.contains(instruction));
        return held != null && instruction.getOpcode() == Opcodes.NEW
                ? new Held(held.size(), held.isFailure(), instruction)
                : held;
    }

    @Override
    public Held copyOperation(AbstractInsnNode instruction, Held value) {
        named |= value.isFailure() && instruction.getOpcode() == Opcodes.ASTORE;
        return value;
    }

    @Override
    public @Nullable Held unaryOperation(AbstractInsnNode instruction, Held value) throws AnalyzerException {
        if (instruction.getOpcode() == Opcodes.CHECKCAST) {
            String type = ((TypeInsnNode) instruction).desc;
            return new Held(1, value.isFailure() && (types.contains(type) || isThrowable(type)), value.made());
        }
        kept |= value.isFailure() && instruction.getOpcode() == Opcodes.PUTSTATIC;
        boolean isCause = value.isFailure()
                && instruction.getOpcode() == Opcodes.GETFIELD
                && isThrowable(Type.getType(((FieldInsnNode) instruction).desc));
        return of(sizes.unaryOperation(instruction, null), isCause);
    }

    @Override
    public @Nullable Held binaryOperation(AbstractInsnNode instruction, Held first, Held second)
            throws AnalyzerException {
        kept |= second.isFailure() && !first.isFailure() && instruction.getOpcode() == Opcodes.PUTFIELD;
        return of(sizes.binaryOperation(instruction, null, null), false);
    }

    @Override
    public @Nullable Held ternaryOperation(AbstractInsnNode instruction, Held array, Held index, Held value) {
        kept |= value.isFailure();
        return null;
    }

    @Override
    public @Nullable Held naryOperation(AbstractInsnNode instruction, List<? extends Held> values)
            throws AnalyzerException {
        boolean isFailure = false;
        if (instruction instanceof MethodInsnNode call) {
            isFailure = called(call, values) || sources.contains(call);
        } else if (instruction instanceof InvokeDynamicInsnNode call
                && !call.bsm.getOwner().equals("java/lang/invoke/StringConcatFactory")) {
            isFailure = sources.contains(call);
            kept |= !isFailure && values.stream().anyMatch(Held::isFailure);
        }
        return of(sizes.naryOperation(instruction, null), isFailure);
    }

    @Override
    public void returnOperation(AbstractInsnNode instruction, Held value, Held expected) {
        returned |= value.isFailure();
    }

    @Override
    public Held merge(Held first, Held second) {
        if (first.equals(second)) {
            return first;
        }
        return new Held(
                Math.min(first.size(), second.size()),
                first.isFailure() || second.isFailure(),
                first.made() == second.made() ? first.made() : null);
    }

    /** Looks at what a call does with the exception; returns whether it gives it back. */
    private boolean called(MethodInsnNode call, List<? extends Held> values) {
        boolean isStatic = call.getOpcode() == Opcodes.INVOKESTATIC;
        boolean isAsked = !isStatic && values.get(0).isFailure();
        boolean isGiven =
                values.subList(isStatic ? 0 : 1, values.size()).stream().anyMatch(Held::isFailure);
        boolean isWrapped = isThrowable(Type.getReturnType(call.desc));
        boolean isOfTheJdk = call.owner.startsWith("java/");
        if (isHarmless(call) || (!isGiven && (!isAsked || isOfTheJdk))) {
            return isAsked && isWrapped;
        }
        boolean isPart = isAdded(call, values);
        if (isPart && (isOfTheJdk || isStatic)) {
            return isWrapped;
        }
        MethodNode method = files.method(call.owner, call.name, call.desc);
        if (method == null || (method.access & Opcodes.ACC_ABSTRACT) != 0) {
            kept |= isGiven && !isWrapped && !isPart;
            return isWrapped;
        }
        ThrowableFlow inside = inside(method, slotsOfFailure(values, isPart));
        kept |= inside.kept;
        return inside.returned || (isAsked && isWrapped);
    }

    /** Whether the exception becomes part of one that was made or caught here: that one is followed too from now on. */
    private boolean isAdded(MethodInsnNode call, List<? extends Held> values) {
        if (!ADDING.contains(call.name) || (call.getOpcode() != Opcodes.INVOKESTATIC && !isThrowable(call.owner))) {
            return false;
        }
        AbstractInsnNode made = values.get(0).made();
        if (made != null) {
            sources.add(made);
        }
        return made != null || values.get(0).isFailure();
    }

    private static boolean isHarmless(MethodInsnNode call) {
        return call.owner.equals(RECORDER)
                || (HARMLESS.contains(call.name) && (call.owner.startsWith("java/") || call.owner.contains("Log")));
    }

    private ThrowableFlow inside(MethodNode method, Set<Integer> slots) {
        ThrowableFlow known = followed.get(List.of(method, slots));
        if (known != null) {
            return known;
        }
        ThrowableFlow flow = new ThrowableFlow(files, types, followed, slots);
        followed.put(List.of(method, slots), flow);
        flow.kept = followed.size() > MOST_METHODS;
        if (!flow.kept) {
            flow.follow(method);
        }
        return flow;
    }

    private static Set<Integer> slotsOfFailure(List<? extends Held> values, boolean isFirstOne) {
        Set<Integer> slots = new HashSet<>();
        int slot = 0;
        for (Held value : values) {
            if (value.isFailure() || (isFirstOne && slot == 0)) {
                slots.add(slot);
            }
            slot += value.size();
        }
        return slots;
    }

    private boolean isThrowable(Type type) {
        return type.getSort() == Type.OBJECT && isThrowable(type.getInternalName());
    }

    private boolean isThrowable(String type) {
        if (type.endsWith("Exception") || type.endsWith("Error") || type.equals("java/lang/Throwable")) {
            return true;
        }
        return !type.startsWith("java/") && files.isBelow(type, "java/lang/Throwable");
    }

    private static @Nullable Held of(@Nullable BasicValue value, boolean isFailure) {
        return value == null ? null : new Held(value.getSize(), isFailure, null);
    }

    /**
     * What a variable, or a place of the operand stack, holds.
     *
     * @param isFailure whether it is the exception, or one around it
     * @param made the instruction that has made the object, or the handler that has caught it, as far as it is known
     */
    record Held(int size, boolean isFailure, @Nullable AbstractInsnNode made) implements Value {

        @Override
        public int getSize() {
            return size;
        }
    }
}
