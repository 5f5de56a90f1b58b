package dev.recourse.crash.locals.weave;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LocalVariableAnnotationNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/** The variables of a class that are annotated with {@code @Sensitive}, and the copies of them that lambdas have. */
final class SensitiveVariables {

    private final Map<String, MethodNode> methods = new HashMap<>();
    private final Map<MethodNode, Set<LocalVariableNode>> found = new HashMap<>();
    private final SensitiveFields fields;

    SensitiveVariables(ClassNode node, SensitiveMembers members) {
        for (MethodNode method : node.methods) {
            if (method.localVariables != null) {
                methods.put(method.name + method.desc, method);
                found.put(method, Collections.newSetFromMap(new IdentityHashMap<>()));
            }
        }
        SensitiveParameters parameters = new SensitiveParameters(node);
        for (MethodNode method : methods.values()) {
            Set<Integer> slots = parameters.slots(method);
            add(method, variable -> slots.contains(variable.index) && VariableScopes.isParameter(method, variable));
            addLocals(method);
            addExceptions(method);
        }
        fields = new SensitiveFields(node, members);
        boolean isAny = fields.size() > 0
                || found.values().stream().anyMatch(each -> !each.isEmpty())
                || methods.values().stream().anyMatch(method -> reads(method, members));
        for (boolean changed = isAny; changed; ) {
            changed = false;
            for (MethodNode method : methods.values()) {
                SensitiveFlow flow = new SensitiveFlow(method, of(method), fields, members);
                changed |= flow.follow();
                changed |= addElements(method, flow, node.name);
                changed |= addNamesakes(method);
                changed |= addCopies(method, node.name);
            }
        }
    }

    private static boolean reads(MethodNode method, SensitiveMembers members) {
        for (AbstractInsnNode instruction : method.instructions) {
            if (members.areReadBy(instruction)) {
                return true;
            }
        }
        return false;
    }

    /** A suspended function has its parameters in other slots when it goes on. */
    private boolean addNamesakes(MethodNode method) {
        Set<String> names = names(method);
        return !names.isEmpty() && add(method, variable -> names.contains(VariableNames.of(variable)));
    }

    private Set<String> names(MethodNode method) {
        Set<String> names = new HashSet<>();
        of(method).forEach(variable -> names.add(VariableNames.of(variable)));
        return names;
    }

    Set<LocalVariableNode> of(MethodNode method) {
        return found.getOrDefault(method, Set.of());
    }

    /** Adds variables that fit; returns whether any was not known before. */
    private boolean add(MethodNode method, Predicate<LocalVariableNode> fits) {
        List<LocalVariableNode> fitting =
                method.localVariables.stream().filter(fits).toList();
        return of(method).addAll(fitting);
    }

    private void addLocals(MethodNode method) {
        for (LocalVariableAnnotationNode annotation : SensitiveAnnotation.in(method.visibleLocalVariableAnnotations)) {
            for (int i = 0; i < annotation.index.size(); i++) {
                int slot = annotation.index.get(i);
                int start = method.instructions.indexOf(annotation.start.get(i));
                int end = method.instructions.indexOf(annotation.end.get(i));
                add(
                        method,
                        variable -> variable.index == slot
                                && method.instructions.indexOf(variable.start) <= end
                                && start <= method.instructions.indexOf(variable.end));
            }
        }
    }

    /** An exception's variable begins where its handler has stored it. */
    private void addExceptions(MethodNode method) {
        for (TryCatchBlockNode block : method.tryCatchBlocks) {
            AbstractInsnNode first = block.handler;
            while (first != null && first.getOpcode() < 0) {
                first = first.getNext();
            }
            if (SensitiveAnnotation.isIn(block.visibleTypeAnnotations) && first instanceof VarInsnNode store) {
                int stored = method.instructions.indexOf(store);
                add(
                        method,
                        variable -> variable.index == store.var
                                && stored < method.instructions.indexOf(variable.end)
                                && method.instructions.indexOf(variable.start) <= stored + 2);
            }
        }
    }

    /** A lambda, or a function within a function, has what it captures as parameters of much the same names. */
    private boolean addCopies(MethodNode method, String owner) {
        Set<String> names = names(method);
        boolean changed = false;
        for (AbstractInsnNode instruction : names.isEmpty() ? new InsnList() : method.instructions) {
            if (instruction instanceof InvokeDynamicInsnNode call) {
                for (Object argument : call.bsmArgs) {
                    if (argument instanceof Handle body && body.getOwner().equals(owner)) {
                        changed |= addCopies(methods.get(body.getName() + body.getDesc()), names);
                    }
                }
            } else if (instruction instanceof MethodInsnNode call
                    && call.owner.equals(owner)
                    && call.name.contains("$")) {
                changed |= addCopies(methods.get(call.name + call.desc), names);
            }
        }
        return changed;
    }

    /** A lambda that is given to something sensitive gets parts of it: {@code cards.forEach(card -> ...)}. */
    private boolean addElements(MethodNode method, SensitiveFlow flow, String owner) {
        boolean changed = false;
        for (AbstractInsnNode instruction : method.instructions) {
            if (instruction instanceof InvokeDynamicInsnNode call
                    && call.bsmArgs.length >= 3
                    && call.bsmArgs[1] instanceof Handle lambda
                    && call.bsmArgs[2] instanceof Type type
                    && lambda.getOwner().equals(owner)
                    && flow.isGivenToSensitive(call)) {
                MethodNode body = methods.get(lambda.getName() + lambda.getDesc());
                int own = Type.getArgumentsAndReturnSizes(type.getDescriptor()) >> 2;
                changed |= body != null
                        && (body.access & Opcodes.ACC_SYNTHETIC) != 0
                        && add(body, variable -> isAmongLast(body, variable, own - 1));
            }
        }
        return changed;
    }

    /** Whether a variable is among the last parameters, which take so many slots. */
    private static boolean isAmongLast(MethodNode method, LocalVariableNode variable, int slots) {
        int all = Type.getArgumentsAndReturnSizes(method.desc) >> 2;
        int end = (method.access & Opcodes.ACC_STATIC) == 0 ? all : all - 1;
        return end - slots <= variable.index && variable.index < end && VariableScopes.isParameter(method, variable);
    }

    /** Returns the names of all variables of the class, and of what it has captured, that are sensitive. */
    Set<String> allNames() {
        Set<String> names = new HashSet<>(fields.captured());
        methods.values().forEach(method -> names.addAll(names(method)));
        return names;
    }

    private boolean addCopies(@Nullable MethodNode body, Set<String> names) {
        return body != null
                && (body.name.contains("$") || (body.access & Opcodes.ACC_SYNTHETIC) != 0)
                && add(
                        body,
                        variable -> names.contains(VariableNames.of(variable))
                                && VariableScopes.isParameter(body, variable));
    }
}
