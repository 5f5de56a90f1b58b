package dev.recourse.crash.locals.weave;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/** Finds the instructions that may have made an exception whose trace begins on their line. */
final class Makers {

    private Makers() {}

    /** Returns what finds the calls of a type's constructors. */
    static Predicate<AbstractInsnNode> constructorOf(String type) {
        return instruction ->
                instruction instanceof MethodInsnNode call && call.name.equals("<init>") && call.owner.equals(type);
    }

    /** Whether an instruction may run a lambda, a method reference or a method handle, which returns the exception. */
    static boolean isFunction(AbstractInsnNode instruction) {
        if (instruction instanceof InvokeDynamicInsnNode call) {
            return call.desc.endsWith(";") && !call.bsm.getOwner().startsWith("java/");
        }
        return instruction instanceof MethodInsnNode call
                && (call.itf || call.owner.equals("java/lang/invoke/MethodHandle"))
                && call.desc.endsWith(";");
    }

    /** Returns those of a line, or of the method where the line is not known; the {@code new} of a constructor call. */
    static List<AbstractInsnNode> onLine(MethodNode method, int wanted, Predicate<AbstractInsnNode> isSource) {
        List<AbstractInsnNode> found = new ArrayList<>();
        int line = -1;
        for (AbstractInsnNode instruction : method.instructions) {
            line = instruction instanceof LineNumberNode number ? number.line : line;
            if ((wanted < 0 || line == wanted) && isSource.test(instruction)) {
                found.add(made(instruction));
            }
        }
        return found;
    }

    /** Returns the {@code new} of a constructor call, which may be on an earlier line; other instructions as they are. */
    private static AbstractInsnNode made(AbstractInsnNode instruction) {
        if (!(instruction instanceof MethodInsnNode constructor) || !constructor.name.equals("<init>")) {
            return instruction;
        }
        int others = 0;
        for (AbstractInsnNode each = instruction.getPrevious(); each != null; each = each.getPrevious()) {
            if (each instanceof MethodInsnNode call
                    && call.name.equals("<init>")
                    && call.owner.equals(constructor.owner)) {
                others++;
            } else if (each instanceof TypeInsnNode type
                    && each.getOpcode() == Opcodes.NEW
                    && type.desc.equals(constructor.owner)
                    && others-- == 0) {
                return each;
            }
        }
        return instruction;
    }
}
