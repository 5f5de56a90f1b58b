package dev.recourse.crash.locals.weave;

import dev.recourse.crash.locals.weave.SensitiveGraph.Role;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.objectweb.asm.Opcodes;
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

    private static final String CLOSURE = "groovy/lang/Closure";

    private final ClassNode node;
    private final KnownMembers known;
    private final SensitiveGraph graph = new SensitiveGraph();
    private final Set<String> captured;
    private final boolean isMarked;

    SensitiveVariables(ClassNode node, ClassOutline outline, SensitiveMembers members) {
        this.node = node;
        this.known = new KnownMembers(node, outline, members);
        Set<String> around = known.around();
        boolean isMarkedAbove = known.inherited().contains(SensitiveNames.TYPE);
        Set<Object> marks = new HashSet<>();
        if (outline.isMarked() || isMarkedAbove) {
            marks.addAll(SensitiveDeclarations.of(node, isMarkedAbove));
            node.methods.forEach(method -> addLocals(method, marks));
        }
        this.captured = SensitiveFields.captured(node, around);
        captured.forEach(field -> marks.add(SensitiveNames.field(field)));
        SensitiveFields.given(node, around, "").forEach(field -> graph.mark(SensitiveNames.field(field)));
        SensitiveFields.given(node, around, SensitiveNames.given(""))
                .forEach(field -> graph.mark(new Role(Role.Kind.MARKED, SensitiveNames.field(field))));
        known.givenFromWithin().forEach(graph::mark);
        Set<String> inlined = known.inlined();
        for (MethodNode method : node.methods) {
            addInherited(method, marks);
            addGiven(method, around);
            marks.addAll(KotlinInlining.variables(method, inlined));
        }
        marks.forEach(mark -> {
            graph.mark(mark);
            graph.mark(new Role(Role.Kind.MARKED, mark));
            graph.mark(new Role(Role.Kind.DECLARED, mark));
        });
        isMarked = !marks.isEmpty();
        if (!graph.sensitive().isEmpty() || known.areAny()) {
            SensitiveTexts texts = new SensitiveTexts(known, graph, isMarked);
            texts.addDeclared(node);
            node.methods.forEach(method -> addFlow(method, texts));
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
        for (String member : own) {
            if (known.inherited().contains(member)) {
                marks.add(member);
            } else if (isOverridable(method) && known.inherited().contains(SensitiveNames.given(member))) {
                graph.mark(member);
            }
        }
    }

    private static boolean isOverridable(MethodNode method) {
        return (method.access & (Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC)) == 0 && !method.name.equals("<init>");
    }

    /** Marks the parameters with which a class around calls the method. */
    private void addGiven(MethodNode method, Set<String> around) {
        String name = method.name + method.desc;
        boolean isCalled = (node.outerClass != null || CLOSURE.equals(node.superName))
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

    private void addFlow(MethodNode method, SensitiveTexts texts) {
        addNamesakes(method);
        try {
            new SensitiveFlow(known, method, graph, texts).addTo();
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
            Type type = Type.getType(variable.desc);
            if ((known.isMarked(type) || known.isTellingUnmarked(type)) && !variable.name.equals("this")) {
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

    /**
     * Returns the names of what is sensitive for other classes: fields, results, what tells it in its text, parameters that are
     * as good as marked, and those that get something of it in a class above.
     */
    Set<String> members() {
        Set<String> members = new HashSet<>(known.inherited());
        for (Object each : graph.sensitive()) {
            if (each instanceof String name) {
                members.add(name.contains("#") ? SensitiveNames.given(name) : name);
            } else if (each instanceof Role role && role.of() instanceof String name) {
                if (role.kind() == Role.Kind.MARKED) {
                    members.add(name);
                } else if (role.kind() == Role.Kind.CALLED && name.contains("#")) {
                    members.add(SensitiveNames.called(name));
                }
            }
        }
        graph.telling().forEach(each -> {
            if (each instanceof String name) {
                members.add(SensitiveNames.telling(name));
            }
        });
        boolean hasSensitive = isAnyField(graph::isSensitive);
        boolean isTold = graph.isSensitive(SensitiveTexts.OWN);
        if (isMarked || isTold || hasSensitive || isAnyField(graph.telling()::contains) || isAnyBelowTelling()) {
            members.add(SensitiveNames.TELLS);
        }
        if (!isMarked && isTold && hasSensitive) {
            members.add(SensitiveNames.TELLS_UNMARKED);
        }
        return members;
    }

    private boolean isAnyField(Predicate<Object> isWanted) {
        return node.fields.stream()
                .filter(field -> (field.access & Opcodes.ACC_STATIC) == 0)
                .anyMatch(field -> isWanted.test(SensitiveNames.field(field.name)));
    }

    private boolean isAnyBelowTelling() {
        return node.permittedSubclasses != null
                && node.permittedSubclasses.stream().anyMatch(type -> known.has(type, SensitiveNames.TELLS));
    }

    /** Returns the names of all sensitive variables, and what classes within this one are given. */
    Set<String> within() {
        Set<String> names = new HashSet<>(SensitiveFunctions.called(graph));
        captured.forEach(field -> names.add(VariableNames.of(field)));
        for (Object each : graph.sensitive()) {
            if (each instanceof LocalVariableNode variable) {
                names.add(VariableNames.of(variable));
            } else if (each instanceof String name && name.startsWith(node.name + "$")) {
                names.add(name);
            } else if (each instanceof Role role
                    && role.kind() == Role.Kind.MARKED
                    && role.of() instanceof String name
                    && name.startsWith(node.name + "$")) {
                names.add(SensitiveNames.given(name));
            }
        }
        return names;
    }
}
