package dev.recourse.crash.locals.weave;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodNode;

/** The lines that several methods of the same name have: a trace cannot tell one of these from the other. */
final class SharedLines {

    private final Map<String, BitSet> seen = new HashMap<>();
    private final Map<String, BitSet> shared = new HashMap<>();

    SharedLines(ClassNode node) {
        for (MethodNode method : node.methods) {
            BitSet lines = lines(method);
            BitSet earlier = seen.computeIfAbsent(method.name, name -> new BitSet());
            BitSet both = (BitSet) lines.clone();
            both.and(earlier);
            if (!both.isEmpty()) {
                shared.computeIfAbsent(method.name, name -> new BitSet()).or(both);
            }
            earlier.or(lines);
        }
    }

    /** Returns those of a method. */
    BitSet of(MethodNode method) {
        BitSet lines = lines(method);
        lines.and(shared.getOrDefault(method.name, new BitSet()));
        return lines;
    }

    private static BitSet lines(MethodNode method) {
        BitSet lines = new BitSet();
        for (AbstractInsnNode instruction : method.instructions) {
            if (instruction instanceof LineNumberNode number) {
                lines.set(number.line);
            }
        }
        return lines;
    }
}
