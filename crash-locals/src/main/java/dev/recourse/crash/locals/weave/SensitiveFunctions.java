package dev.recourse.crash.locals.weave;

import dev.recourse.crash.locals.weave.SensitiveGraph.Role;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.analysis.SourceValue;

/** What functions have captured, are called with and return: lambdas, method references, objects with one method. */
final class SensitiveFunctions {

    private static final String CONCATENATION = "java/lang/invoke/StringConcatFactory";

    private static final String OF_RECORDS = "java/lang/runtime/ObjectMethods";

    private final KnownMembers known;
    private final SensitiveGraph graph;
    private final SensitiveFlow flow;
    private final SensitiveTexts texts;

    SensitiveFunctions(KnownMembers known, SensitiveGraph graph, SensitiveFlow flow, SensitiveTexts texts) {
        this.known = known;
        this.graph = graph;
        this.flow = flow;
        this.texts = texts;
    }

    /** A function that is given to something sensitive, or together with it, gets parts of it, and may hand them on. */
    void addCalled(List<Set<Object>> values) {
        for (int function = 0; function < values.size(); function++) {
            for (int other = 0; other < values.size(); other++) {
                for (Object called : other == function ? Set.of() : values.get(function)) {
                    for (Object node : values.get(other)) {
                        graph.take(node, new Role(Role.Kind.CALLED, called));
                        graph.take(new Role(Role.Kind.HANDING, called), new Role(Role.Kind.MARKED, node));
                    }
                }
            }
        }
    }

    void add(InvokeDynamicInsnNode made, List<SourceValue> operands) {
        for (SourceValue operand : operands) {
            flow.nodes(operand).forEach(node -> graph.take(node, made));
            if (made.bsm.getOwner().equals(CONCATENATION)) {
                texts.add(operand, made, flow);
            }
        }
        for (Object argument : made.bsmArgs) {
            if (argument instanceof Handle handle) {
                addHandle(made, handle);
            }
        }
        if (made.bsmArgs.length >= 3
                && made.bsmArgs[0] instanceof Type contract
                && made.bsmArgs[1] instanceof Handle body
                && made.bsmArgs[2] instanceof Type type
                && type.getSort() == Type.METHOD) {
            if (texts.isToldBy(body, type)) {
                graph.mark(made);
            }
            if (known.isOwn(body.getOwner())) {
                addLambda(made, contract, operands, body);
            } else {
                addReference(made, contract, operands, body);
            }
        }
    }

    private void addHandle(InvokeDynamicInsnNode made, Handle handle) {
        String member = handle.getTag() <= Opcodes.H_PUTSTATIC
                ? SensitiveNames.field(handle.getName())
                : SensitiveNames.result(handle.getName() + handle.getDesc());
        if (known.has(handle.getOwner(), member)) {
            graph.mark(made);
        }
        if (known.isOwn(handle.getOwner())) {
            graph.take(member, made);
            if (made.bsm.getOwner().equals(OF_RECORDS)) {
                graph.text(member, made);
            }
        }
    }

    /** A method of another class that is called with something sensitive may keep it, or must not tell it. */
    private void addReference(InvokeDynamicInsnNode made, Type type, List<SourceValue> operands, Handle body) {
        String method = body.getName() + body.getDesc();
        for (int i = 0; i < Type.getArgumentTypes(body.getDesc()).length; i++) {
            if (type.getArgumentTypes().length == 1
                    && known.has(body.getOwner(), SensitiveNames.parameter(method, i))) {
                graph.mark(new Role(Role.Kind.HANDING, made));
            }
        }
        if (SensitiveCalls.mayKeep(body.getOwner(), body.getName())) {
            for (SourceValue operand : operands) {
                flow.nodes(operand)
                        .forEach(node -> graph.take(new Role(Role.Kind.CALLED, made), SensitiveFlow.filled(node)));
            }
        }
    }

    /** What a lambda has captured comes first in its parameters, then what it is called with. */
    private void addLambda(InvokeDynamicInsnNode made, Type type, List<SourceValue> operands, Handle body) {
        String method = body.getName() + body.getDesc();
        int receivers = body.getTag() == Opcodes.H_INVOKESTATIC || body.getTag() == Opcodes.H_NEWINVOKESPECIAL ? 0 : 1;
        for (int i = 0; i < operands.size(); i++) {
            String parameter = SensitiveNames.parameter(method, i - receivers);
            for (Object captured : flow.nodes(operands.get(i))) {
                graph.take(captured, parameter);
                graph.same(parameter, captured);
            }
        }
        String contract = Type.getReturnType(made.desc).getInternalName();
        String called = made.name + type.getDescriptor();
        for (int i = 0; i < type.getArgumentTypes().length; i++) {
            String parameter = SensitiveNames.parameter(method, operands.size() + i - receivers);
            graph.take(new Role(Role.Kind.CALLED, made), parameter);
            if (type.getArgumentTypes().length == 1) {
                graph.take(new Role(Role.Kind.MARKED, parameter), new Role(Role.Kind.HANDING, made));
            }
            if (known.has(contract, SensitiveNames.parameter(called, i))) {
                graph.mark(new Role(Role.Kind.MARKED, parameter));
            }
        }
        if (known.has(contract, SensitiveNames.result(called))) {
            graph.mark(new Role(Role.Kind.MARKED, SensitiveNames.result(method)));
        }
    }

    /** Returns the types of objects that are called with something sensitive. */
    static Set<String> called(SensitiveGraph graph) {
        Set<String> called = new HashSet<>();
        for (Object node : graph.sensitive()) {
            Type type = node instanceof Role role
                            && role.kind() == Role.Kind.CALLED
                            && role.of() instanceof AbstractInsnNode made
                    ? SensitiveFlow.type(made)
                    : null;
            if (type != null && type.getSort() == Type.OBJECT) {
                called.add(SensitiveNames.parameters(type.getInternalName()));
            }
        }
        return called;
    }
}
