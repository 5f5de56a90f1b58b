package dev.recourse.crash.locals.weave;

import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Counts the variables in scope where an exception can come from, and those of them that a handler reads. */
final class ShownShare {

    private long numbers;
    private long objects;
    private long objectsShown;
    private long calls;
    private long callsWithArray;

    void add(byte[] before, byte[] woven) {
        ClassNode node = read(before);
        for (MethodNode method : node.methods) {
            if (method.instructions.size() > 0 && method.localVariables != null) {
                add(node.name, method);
            }
        }
        for (MethodNode method : read(woven).methods) {
            for (AbstractInsnNode instruction : method.instructions) {
                if (instruction instanceof MethodInsnNode call && call.owner.endsWith("/LocalsRecorder")) {
                    calls++;
                    callsWithArray += call.desc.contains("[") ? 1 : 0;
                }
            }
        }
    }

    private static ClassNode read(byte[] bytes) {
        ClassNode node = new ClassNode();
        new ClassReader(bytes).accept(node, ClassReader.EXPAND_FRAMES);
        return node;
    }

    private void add(String owner, MethodNode method) {
        ControlFlow flow = new ControlFlow(method);
        LocalTypes types = LocalTypes.of(owner, method);
        VariableScopes scopes = new VariableScopes(method, Set.of());
        ThrowingCode throwing = new ThrowingCode(owner, method);
        ThrowableOrigins origins = new ThrowableOrigins(method, flow);
        Liveness liveness = new Liveness(method, flow, types);
        for (int i = 0; i < method.instructions.size(); i++) {
            AbstractInsnNode instruction = method.instructions.get(i);
            Object[] slots = types.before(i);
            if (slots != null && throwing.mayThrow(instruction)) {
                for (LocalVariableNode variable : method.localVariables) {
                    count(method, variable, i, slots);
                }
                objectsShown += scopes.at(i, slots, liveness, origins, ThrowingCode.mayRunCode(instruction)).stream()
                        .filter(Variable::isReference)
                        .count();
            }
        }
    }

    private void count(MethodNode method, LocalVariableNode variable, int instruction, Object[] slots) {
        Variable read = Variable.of(variable.name, variable.desc, variable.index, false);
        if (method.instructions.indexOf(variable.start) <= instruction
                && instruction < method.instructions.indexOf(variable.end)
                && read.assignedIn(slots)) {
            objects += read.isReference() ? 1 : 0;
            numbers += read.isReference() ? 0 : 1;
        }
    }

    @Override
    public String toString() {
        return "variables shown: %d of %d objects (%.1f %%), all of %d numbers; %.1f %% of %d calls with an array"
                .formatted(
                        objectsShown,
                        objects,
                        100.0 * objectsShown / Math.max(1, objects),
                        numbers,
                        100.0 * callsWithArray / Math.max(1, calls),
                        calls);
    }
}
