package dev.recourse.crash.locals.weave;

import java.util.HashMap;
import java.util.Map;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Counts the calls on each line of a method out of which an exception could come that was thrown before. */
final class CallsOnLines {

    private final int[] lines;
    private final Map<Integer, Integer> counts = new HashMap<>();
    private final Map<Integer, Integer> others = new HashMap<>();

    CallsOnLines(MethodNode method) {
        this.lines = new int[method.instructions.size()];
        int line = -1;
        for (int i = 0; i < lines.length; i++) {
            AbstractInsnNode instruction = method.instructions.get(i);
            line = instruction instanceof LineNumberNode number ? number.line : line;
            lines[i] = line;
            if (ThrowingCode.mayRunCode(instruction)) {
                (isPlain(instruction) ? others : counts).merge(line, 1, Integer::sum);
            }
        }
    }

    /** Returns the line of an instruction, or -1. */
    int line(int instruction) {
        return lines[instruction];
    }

    /** Returns whether nothing on a line runs code of another method. */
    boolean areNoneOn(int line) {
        return !counts.containsKey(line) && !others.containsKey(line);
    }

    /** Returns whether no more than one call on a line can throw an exception that was thrown before. */
    boolean isOneOn(int line) {
        return line >= 0 && counts.getOrDefault(line, 0) <= 1;
    }

    /** Whether an instruction calls what keeps no exception: it makes, or converts, an object of the JDK. */
    private static boolean isPlain(AbstractInsnNode instruction) {
        if (!(instruction instanceof MethodInsnNode call)) {
            return true;
        }
        return call.owner.startsWith("java/lang/")
                && !call.owner.startsWith("java/lang/reflect/")
                && !call.owner.startsWith("java/lang/invoke/")
                && !call.itf
                && !call.owner.equals("java/lang/Object")
                && !call.owner.equals("java/lang/Thread");
    }
}
