package dev.recourse.crash.locals.weave;

import dev.recourse.crash.locals.LocalsRecorder;
import dev.recourse.crash.locals.weave.WovenClass.Outcome;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassTooLargeException;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Adds recording handlers to the methods of a class. */
final class Weaver {

    private static final int VERSION_OFFSET = 6;
    private static final int CLASS_FILE_HEADER = 10;

    private final String recorder;

    Weaver() {
        this(LocalsRecorder.class);
    }

    /** Lets woven code call another class with {@code record} methods like the recorder's. */
    Weaver(Class<?> recorder) {
        this.recorder = Type.getInternalName(recorder);
    }

    /** Weaves a class of which no other is known. */
    WovenClass weave(byte[] bytes) {
        return weave(bytes, new SensitiveMembers(type -> null, new SensitiveMembers.Known()));
    }

    /** Returns the class with handlers, or as it was; never throws. */
    WovenClass weave(byte[] bytes, SensitiveMembers members) {
        if (bytes.length < CLASS_FILE_HEADER || !isKnown(version(bytes))) {
            return new WovenClass(bytes, Outcome.OTHER_VERSION);
        }
        try {
            return weaveKnown(bytes, members);
        } catch (MethodTooLargeException | ClassTooLargeException failure) {
            return new WovenClass(bytes, Outcome.TOO_LARGE);
        } catch (RuntimeException | StackOverflowError failure) {
            return new WovenClass(bytes, Outcome.FAILED);
        }
    }

    private static int version(byte[] bytes) {
        return (bytes[VERSION_OFFSET] & 0xFF) << 8 | (bytes[VERSION_OFFSET + 1] & 0xFF);
    }

    /** Older ones know no {@code invokedynamic}. */
    private static boolean isKnown(int version) {
        return version >= Opcodes.V1_7 && version <= Opcodes.V25;
    }

    private WovenClass weaveKnown(byte[] bytes, SensitiveMembers members) {
        ClassReader reader = new ClassReader(bytes);
        ClassNode node = new ClassNode();
        reader.accept(node, ClassReader.EXPAND_FRAMES);
        if (isWoven(node)) {
            return new WovenClass(bytes, Outcome.ALREADY_WOVEN);
        }
        if (lacksDebugData(node)) {
            return new WovenClass(bytes, Outcome.NO_DEBUG_DATA);
        }
        Set<Outcome> outcomes =
                weaveMethods(node, new SensitiveVariables(node, members.outline(node.name, bytes), members));
        Outcome outcome = outcomes.stream().max(Comparator.naturalOrder()).orElse(Outcome.NOTHING_TO_RECORD);
        if (!outcomes.contains(Outcome.WOVEN)) {
            return new WovenClass(bytes, outcome);
        }
        // Copies the constant pool, so that every index in the code stays the same.
        ClassWriter writer = new ClassWriter(reader, 0);
        node.accept(writer);
        return new WovenClass(writer.toByteArray(), outcome);
    }

    private Set<Outcome> weaveMethods(ClassNode node, SensitiveVariables sensitive) {
        MethodWeaver weaver = new MethodWeaver(node.name, recorder);
        Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
        SharedLines shared = new SharedLines(node);
        for (MethodNode method : node.methods) {
            BitSet lines = shared.of(method);
            boolean isWanted = (method.access & Opcodes.ACC_BRIDGE) == 0 || !lines.isEmpty();
            if ((hasVariables(method) || throwsSomething(method) || !lines.isEmpty()) && isWanted) {
                method.localVariables = method.localVariables == null ? new ArrayList<>() : method.localVariables;
                outcomes.add(weaver.weave(method, sensitive.of(method), lines));
            }
        }
        return outcomes;
    }

    private boolean isWoven(ClassNode node) {
        for (MethodNode method : node.methods) {
            for (AbstractInsnNode instruction : method.instructions) {
                if (instruction instanceof MethodInsnNode call
                        && call.owner.equals(recorder)
                        && call.name.equals("record")) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean throwsSomething(MethodNode method) {
        for (AbstractInsnNode instruction : method.instructions) {
            if (instruction.getOpcode() == Opcodes.ATHROW) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasVariables(MethodNode method) {
        return method.localVariables != null && !method.localVariables.isEmpty();
    }

    /** Whether methods have parameters, and none says how they are called. */
    private static boolean lacksDebugData(ClassNode node) {
        return node.methods.stream().anyMatch(Weaver::shouldHaveVariables)
                && node.methods.stream().noneMatch(Weaver::hasVariables);
    }

    private static boolean shouldHaveVariables(MethodNode method) {
        boolean isStatic = (method.access & Opcodes.ACC_STATIC) != 0;
        return method.instructions.size() > 0
                && (method.access & Opcodes.ACC_SYNTHETIC) == 0
                && (!isStatic || Type.getArgumentTypes(method.desc).length > 0);
    }
}
