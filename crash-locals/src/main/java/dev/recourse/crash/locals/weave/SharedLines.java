package dev.recourse.crash.locals.weave;

import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodNode;

/** The lines that several methods of the same name have: a trace cannot tell one of these from the other. */
final class SharedLines {

    private final IdentityHashMap<MethodNode, BitSet> lines = new IdentityHashMap<>();
    private final Map<String, BitSet> shared = new HashMap<>();

    SharedLines(ClassNode node) {
        Map<String, BitSet> seen = new HashMap<>();
        for (MethodNode method : node.methods) {
            BitSet own = lines(method);
            lines.put(method, own);
            BitSet earlier = seen.computeIfAbsent(method.name, name -> new BitSet());
            BitSet both = (BitSet) own.clone();
            both.and(earlier);
            if (!both.isEmpty()) {
                shared.computeIfAbsent(method.name, name -> new BitSet()).or(both);
            }
            earlier.or(own);
        }
    }

    /** Returns those of a method. */
    BitSet of(MethodNode method) {
        BitSet own = (BitSet) lines.getOrDefault(method, new BitSet()).clone();
        own.and(shared.getOrDefault(method.name, new BitSet()));
        return own;
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
