package dev.recourse.crash.locals.weave;

import dev.recourse.crash.locals.weave.SensitiveGraph.Role;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LocalVariableAnnotationNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;

/** What is sensitive in a class: its variables, and the fields, parameters and results that others ask for. */
final class SensitiveVariables {

    private final ClassNode node;
    private final KnownMembers known;
    private final SensitiveGraph graph = new SensitiveGraph();
    private final Set<String> captured;

    SensitiveVariables(ClassNode node, SensitiveMembers members) {
        this.node = node;
        this.known = new KnownMembers(node, members);
        Set<String> around = known.around();
        Set<Object> marks =
                new HashSet<>(SensitiveDeclarations.of(node, known.inherited().contains(SensitiveNames.TYPE)));
        this.captured = SensitiveFields.captured(node, around);
        captured.forEach(field -> marks.add(SensitiveNames.field(field)));
        SensitiveFields.given(node, around).forEach(field -> graph.mark(SensitiveNames.field(field)));
        for (MethodNode method : node.methods) {
            addInherited(method, marks);
            addGiven(method, around);
            addLocals(method, marks);
        }
        marks.forEach(mark -> {
            graph.mark(mark);
            graph.mark(new Role(Role.Kind.MARKED, mark));
        });
        if (!graph.sensitive().isEmpty() || known.areAny()) {
            node.methods.forEach(this::addFlow);
            graph.follow();
        }
    }

    /** Adds what the method has from one that it implements or overrides. */
    private void addInherited(MethodNode method, Set<Object> marks) {
        String name = method.name + method.desc;
        Set<String> own = new HashSet<>(Set.of(SensitiveNames.result(name)));
        for (int i = 0; i < Type.getArgumentTypes(method.desc).length; i++) {
            own.add(SensitiveNames.parameter(name, i));
        }
        own.retainAll(known.inherited());
        marks.addAll(own);
    }

    /** Marks the parameters with which a class around calls the method. */
    private void addGiven(MethodNode method, Set<String> around) {
        String name = method.name + method.desc;
        boolean isCalled = node.outerClass != null
                && !method.name.equals("<init>")
                && around.contains(SensitiveNames.parameters(node.name));
        for (int i = 0; i < Type.getArgumentTypes(method.desc).length; i++) {
            if (isCalled || around.contains(SensitiveNames.parameter(node.name, name, i))) {
                graph.mark(SensitiveNames.parameter(name, i));
            }
        }
    }

    /** Adds what is annotated in the code: variables, exceptions, casts. */
    private static void addLocals(MethodNode method, Set<Object> marks) {
        for (LocalVariableAnnotationNode annotation : SensitiveAnnotation.in(method.visibleLocalVariableAnnotations)) {
            for (int i = 0; i < annotation.index.size(); i++) {
                int start = method.instructions.indexOf(annotation.start.get(i));
                int end = method.instructions.indexOf(annotation.end.get(i));
                for (LocalVariableNode variable : variables(method)) {
                    if (variable.index == annotation.index.get(i)
                            && method.instructions.indexOf(variable.start) <= end
                            && start <= method.instructions.indexOf(variable.end)) {
                        marks.add(variable);
                    }
                }
            }
        }
        for (TryCatchBlockNode block : method.tryCatchBlocks) {
            if (SensitiveAnnotation.isIn(block.visibleTypeAnnotations)) {
                marks.add(block.handler);
            }
        }
        for (AbstractInsnNode instruction : method.instructions) {
            if (SensitiveAnnotation.isIn(instruction.visibleTypeAnnotations)) {
                marks.add(instruction);
            }
        }
    }

    private void addFlow(MethodNode method) {
        addNamesakes(method);
        try {
            new SensitiveFlow(known, method, graph).addTo();
        } catch (AnalyzerException failure) {
            // nobody knows what is taken from what
            variables(method).forEach(graph::mark);
        }
    }

    /** A variable may have several scopes, and a suspended function has its parameters in other slots when it goes on. */
    private void addNamesakes(MethodNode method) {
        Map<String, LocalVariableNode> first = new HashMap<>();
        for (LocalVariableNode variable : variables(method)) {
            LocalVariableNode other = first.putIfAbsent(VariableNames.of(variable), variable);
            if (other != null && !variable.desc.equals("Z") && !variable.name.equals("this")) {
                graph.take(other, variable);
                graph.take(variable, other);
                graph.same(other, variable);
                graph.same(variable, other);
            }
            if (known.isMarked(Type.getType(variable.desc)) && !variable.name.equals("this")) {
                graph.mark(variable);
            }
        }
    }

    private static List<LocalVariableNode> variables(MethodNode method) {
        return method.localVariables == null ? List.of() : method.localVariables;
    }

    Set<LocalVariableNode> of(MethodNode method) {
        Set<LocalVariableNode> sensitive = Collections.newSetFromMap(new IdentityHashMap<>());
        for (LocalVariableNode variable : variables(method)) {
            if (graph.isSensitive(variable)) {
                sensitive.add(variable);
            }
        }
        return sensitive;
    }

    /** Returns the names of what is sensitive for other classes: fields, results, and parameters that are as good as marked. */
    Set<String> members() {
        Set<String> members = new HashSet<>(known.inherited());
        for (Object each : graph.sensitive()) {
            if (each instanceof String name && !name.contains("#")) {
                members.add(name);
            } else if (each instanceof Role role
                    && role.kind() == Role.Kind.MARKED
                    && role.of() instanceof String name
                    && name.contains("#")) {
                members.add(name);
            }
        }
        return members;
    }

    /** Returns the names of all sensitive variables, and what classes within this one are given. */
    Set<String> within() {
        Set<String> names = new HashSet<>(SensitiveCalls.called(graph));
        captured.forEach(field -> names.add(VariableNames.of(field)));
        for (Object each : graph.sensitive()) {
            if (each instanceof LocalVariableNode variable) {
                names.add(VariableNames.of(variable));
            } else if (each instanceof String name && name.startsWith(node.name + "$")) {
                names.add(name);
            }
        }
        return names;
    }
}
