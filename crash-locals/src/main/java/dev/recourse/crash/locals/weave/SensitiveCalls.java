package dev.recourse.crash.locals.weave;

import dev.recourse.crash.locals.weave.SensitiveGraph.Role;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.analysis.SourceValue;

/** What calls and lambdas of a method hand on: arguments, results, what is put into a container or given to a function. */
final class SensitiveCalls {

    /** Methods that ask a container, and put nothing into it. */
    private static final Pattern QUESTION = Pattern.compile(
            "(?:get(?!And)|is|has|contains|equals|compare(?!And)|indexOf|lastIndexOf|matches|starts|ends|test).*");

    /** Methods of an application's class that put something into an object. */
    private static final Pattern SETTER =
            Pattern.compile("(?:set|with|add|put|append|insert|push|offer|store|keep|fill|accept).*");

    /** Types of libraries whose objects never change, or only hand on what they are given. */
    private static final Pattern KEEPS_NOTHING = Pattern.compile("java/(?:lang/(?:String|Object|Integer|Long|Short|Byte"
            + "|Character|Boolean|Float|Double|Number|CharSequence|Class|Enum|System.*|Thread)|(?:math|time)/.*"
            + "|io/Print\\w+|util/(?:UUID|Locale|Optional\\w*|Objects|(?:regex|function|logging)/.*|stream/(?!.*Builder).*"
            + "|concurrent/\\w*Execut\\w*))|kotlin/(?:coroutines|jvm/functions)/.*|kotlinx/.*|scala/Function\\d+");

    private static final Pattern LIBRARY = Pattern.compile("(?:java|javax|kotlin|kotlinx|scala|groovy)/.*");

    private static final String TEXT = SensitiveNames.result("toString()Ljava/lang/String;");

    private static final String OBJECT = "Ljava/lang/Object;";

    /** Types that make a text of what they are given. */
    private static final Pattern OF_TEXTS =
            Pattern.compile("java/lang/(?:String|StringBuilder|StringBuffer)|java/util/(?:Objects|StringJoiner)"
                    + "|scala/(?:StringContext|collection/mutable/StringBuilder)");

    private final KnownMembers known;
    private final SensitiveGraph graph;
    private final SensitiveFlow flow;

    SensitiveCalls(KnownMembers known, SensitiveGraph graph, SensitiveFlow flow) {
        this.known = known;
        this.graph = graph;
        this.flow = flow;
    }

    static boolean isOfLibrary(String type) {
        return LIBRARY.matcher(type).matches();
    }

    void add(MethodInsnNode call, List<SourceValue> operands) {
        String method = call.name + call.desc;
        if (known.has(call.owner, SensitiveNames.result(method))) {
            graph.mark(call);
        }
        List<Set<Object>> values = operands.stream().map(flow::nodes).toList();
        boolean isStatic = call.getOpcode() == Opcodes.INVOKESTATIC;
        addArguments(call, isStatic ? values : values.subList(1, values.size()), isStatic ? Set.of() : values.get(0));
        addResult(call, values);
        addFunctions(values);
        addTexts(call, operands, values);
    }

    private void addArguments(MethodInsnNode call, List<Set<Object>> arguments, Set<Object> receiver) {
        String method = call.name + call.desc;
        Type[] types = Type.getArgumentTypes(call.desc);
        for (int i = 0; i < arguments.size(); i++) {
            String parameter = SensitiveNames.parameter(method, i);
            boolean isKept = known.has(call.owner, parameter);
            Object unless = known.isOwn(call.owner) ? parameter : call;
            for (Object argument : arguments.get(i)) {
                if (isKept) {
                    graph.mark(new Role(Role.Kind.MARKED, argument));
                } else if (mayKeep(call)) {
                    receiver.forEach(object -> graph.takeUnlessMarked(unless, argument, SensitiveFlow.filled(object)));
                }
                if (types[i].getSort() != Type.BOOLEAN) {
                    addArgument(call.owner, method, i, argument);
                }
                addToOthers(call, argument, arguments, types);
            }
        }
        for (Object object : receiver) {
            addToOthers(call, object, arguments, types);
        }
    }

    private void addArgument(String owner, String method, int position, Object argument) {
        if (known.isOwn(owner)) {
            String parameter = SensitiveNames.parameter(method, position);
            graph.take(argument, parameter);
            graph.same(parameter, argument);
        } else if (owner.startsWith(known.owner() + "$")) {
            graph.take(argument, SensitiveNames.parameter(owner, method, position));
        }
    }

    /** Libraries fill arrays and containers that they are given. */
    private void addToOthers(MethodInsnNode call, Object from, List<Set<Object>> arguments, Type[] types) {
        if (!isOfLibrary(call.owner)) {
            return;
        }
        for (int i = 0; i < arguments.size(); i++) {
            if (isFilled(types[i]) || call.name.equals("arraycopy")) {
                arguments.get(i).stream()
                        .filter(other -> !other.equals(from))
                        .forEach(other -> graph.take(from, SensitiveFlow.filled(other)));
            }
        }
    }

    private static boolean isFilled(Type type) {
        return type.getSort() == Type.ARRAY
                || (type.getSort() == Type.OBJECT
                        && isOfLibrary(type.getInternalName())
                        && !KEEPS_NOTHING.matcher(type.getInternalName()).matches());
    }

    private static boolean isPart(MethodInsnNode call, Type type) {
        return isOfLibrary(call.owner)
                ? !KEEPS_NOTHING.matcher(type.getInternalName()).matches()
                        || type.getDescriptor().equals(OBJECT)
                : type.getSort() == Type.OBJECT && type.getInternalName().equals(call.owner);
    }

    /** Whether the receiver of a call may have its arguments afterwards. */
    private static boolean mayKeep(MethodInsnNode call) {
        if (call.name.equals("<init>")) {
            return true;
        }
        if (isOfLibrary(call.owner)) {
            return !KEEPS_NOTHING.matcher(call.owner).matches()
                    && !QUESTION.matcher(call.name).matches();
        }
        return SETTER.matcher(call.name).matches();
    }

    private void addResult(MethodInsnNode call, List<Set<Object>> values) {
        Type type = Type.getReturnType(call.desc);
        if (type.getSort() == Type.VOID || type.getSort() == Type.BOOLEAN) {
            return;
        }
        int receivers = call.getOpcode() == Opcodes.INVOKESTATIC ? 0 : 1;
        for (int i = 0; i < values.size(); i++) {
            String parameter = SensitiveNames.parameter(call.name + call.desc, i - receivers);
            // what makes an object of its own class puts it where it is known to be sensitive
            boolean isPutAway = type.getDescriptor().equals("L" + call.owner + ";");
            for (Object node : isPutAway && known.has(call.owner, parameter) ? Set.of() : values.get(i)) {
                if (isPutAway && known.isOwn(call.owner)) {
                    graph.takeUnlessMarked(parameter, node, call);
                } else {
                    graph.take(node, call);
                }
            }
        }
        if (known.isOwn(call.owner)) {
            String result = SensitiveNames.result(call.name + call.desc);
            graph.take(result, call);
            graph.same(call, result);
        }
        if (call.getOpcode() != Opcodes.INVOKESTATIC && type.getSort() >= Type.ARRAY && isPart(call, type)) {
            // a builder returns itself, a map the list that it has
            values.get(0).forEach(object -> graph.take(SensitiveFlow.filled(call), SensitiveFlow.filled(object)));
        }
    }

    /** A function that is given to something sensitive, or together with it, gets parts of it. */
    private void addFunctions(List<Set<Object>> values) {
        for (int function = 0; function < values.size(); function++) {
            for (int other = 0; other < values.size(); other++) {
                for (Object called : other == function ? Set.of() : values.get(function)) {
                    values.get(other).forEach(node -> graph.take(node, new Role(Role.Kind.CALLED, called)));
                }
            }
        }
    }

    private void addTexts(MethodInsnNode call, List<SourceValue> operands, List<Set<Object>> values) {
        boolean isStatic = call.getOpcode() == Opcodes.INVOKESTATIC;
        for (SourceValue operand : isStatic ? operands : operands.subList(1, operands.size())) {
            for (Type type : flow.types(operand)) {
                if (OF_TEXTS.matcher(call.owner).matches()) {
                    addText(type, call);
                    if (!isStatic && !KEEPS_NOTHING.matcher(call.owner).matches()) {
                        values.get(0).forEach(builder -> addText(type, SensitiveFlow.filled(builder)));
                    }
                } else if (call.desc.endsWith(")Ljava/lang/String;")
                        && type.getSort() == Type.OBJECT
                        && known.isOwn(type.getInternalName())) {
                    // as toString() of Scala's case classes
                    known.fields().forEach(field -> graph.take(SensitiveNames.field(field), call));
                }
            }
        }
    }

    /** What is made of the text of an object may tell what that tells. */
    void addText(Type type, Object made) {
        if (type.getSort() != Type.OBJECT) {
            return;
        }
        if (known.has(type.getInternalName(), TEXT)) {
            graph.mark(made);
        }
        if (known.isOwn(type.getInternalName())) {
            graph.take(TEXT, made);
        }
    }

    void add(InvokeDynamicInsnNode made, List<SourceValue> operands) {
        for (SourceValue operand : operands) {
            flow.nodes(operand).forEach(node -> graph.take(node, made));
        }
        for (Type type : Type.getArgumentTypes(made.desc)) {
            addText(type, made);
        }
        for (Object argument : made.bsmArgs) {
            if (argument instanceof Handle handle) {
                addHandle(made, handle);
            }
        }
        if (made.bsmArgs.length >= 3
                && made.bsmArgs[1] instanceof Handle body
                && made.bsmArgs[2] instanceof Type type
                && type.getSort() == Type.METHOD
                && known.isOwn(body.getOwner())) {
            addLambda(made, operands, body, Type.getArgumentTypes(type.getDescriptor()).length);
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
        }
    }

    /** What a lambda has captured comes first in its parameters, then what it is called with. */
    private void addLambda(InvokeDynamicInsnNode made, List<SourceValue> operands, Handle body, int own) {
        String method = body.getName() + body.getDesc();
        int receivers = body.getTag() == Opcodes.H_INVOKESTATIC || body.getTag() == Opcodes.H_NEWINVOKESPECIAL ? 0 : 1;
        for (int i = 0; i < operands.size(); i++) {
            for (Object captured : flow.nodes(operands.get(i))) {
                addArgument(body.getOwner(), method, i - receivers, captured);
            }
        }
        for (int i = operands.size(); i < operands.size() + own; i++) {
            graph.take(new Role(Role.Kind.CALLED, made), SensitiveNames.parameter(method, i - receivers));
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
