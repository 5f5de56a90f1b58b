package dev.recourse.crash.locals.weave;

import dev.recourse.crash.locals.weave.SensitiveGraph.Role;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.analysis.SourceValue;

/** What calls hand on: arguments, results, what is put into a container. */
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
            + "|concurrent/\\w*Execut\\w*))|kotlin/(?:coroutines|jvm/functions)/.*|kotlinx/.*"
            + "|scala/(?:Function\\d+|Option|Some|util/.*|collection/immutable/(?!.*Builder).*)");

    private static final Pattern LIBRARY = Pattern.compile("(?:java|javax|kotlin|kotlinx|scala|groovy)/.*");

    private static final String OBJECT = "Ljava/lang/Object;";

    private final KnownMembers known;
    private final SensitiveGraph graph;
    private final SensitiveFlow flow;
    private final SensitiveFunctions functions;
    private final SensitiveTexts texts;

    SensitiveCalls(
            KnownMembers known,
            SensitiveGraph graph,
            SensitiveFlow flow,
            SensitiveFunctions functions,
            SensitiveTexts texts) {
        this.known = known;
        this.graph = graph;
        this.flow = flow;
        this.functions = functions;
        this.texts = texts;
    }

    static boolean isOfLibrary(String type) {
        return LIBRARY.matcher(type).matches();
    }

    static boolean isQuestion(String method) {
        return QUESTION.matcher(method).matches();
    }

    void add(MethodInsnNode call, List<SourceValue> operands) {
        flow.addMember(call, call.owner, SensitiveNames.result(call.name + call.desc));
        List<Set<Object>> values = operands.stream().map(flow::nodes).toList();
        boolean isStatic = call.getOpcode() == Opcodes.INVOKESTATIC;
        addArguments(call, isStatic ? values : values.subList(1, values.size()), isStatic ? Set.of() : values.get(0));
        addResult(call, values);
        functions.addCalled(values);
        texts.add(call, operands, flow);
    }

    private void addArguments(MethodInsnNode call, List<Set<Object>> arguments, Set<Object> receiver) {
        String method = call.name + call.desc;
        Type[] types = Type.getArgumentTypes(call.desc);
        for (int i = 0; i < arguments.size(); i++) {
            String parameter = SensitiveNames.parameter(method, i);
            boolean isKept = known.has(call.owner, parameter);
            Object unless = known.isOwn(call.owner) ? parameter : call;
            for (Object argument : arguments.get(i)) {
                if (known.has(call.owner, SensitiveNames.called(parameter))) {
                    graph.mark(new Role(Role.Kind.CALLED, argument));
                }
                if (isKept) {
                    graph.mark(new Role(Role.Kind.MARKED, argument));
                } else if (mayKeep(call.owner, call.name)) {
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
            if (isOfLibrary(call.owner) && mayKeep(call.owner, call.name) && !arguments.isEmpty()) {
                // what is put into a container that is marked, behind its key
                arguments
                        .get(arguments.size() - 1)
                        .forEach(value ->
                                graph.take(new Role(Role.Kind.DECLARED, object), new Role(Role.Kind.MARKED, value)));
            }
        }
    }

    private void addArgument(String owner, String method, int position, Object argument) {
        if (known.isOwn(owner)) {
            String parameter = SensitiveNames.parameter(method, position);
            graph.take(argument, parameter);
            graph.same(parameter, argument);
        } else if (owner.startsWith(known.owner() + "$") || known.owner().startsWith(owner + "$")) {
            graph.take(argument, SensitiveNames.parameter(owner, method, position));
        }
    }

    /** Libraries fill arrays and containers that they are given, and so do functions. */
    private void addToOthers(MethodInsnNode call, Object from, List<Set<Object>> arguments, Type[] types) {
        if (!isOfLibrary(call.owner) && !known.isWithoutName(call.owner)) {
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
    static boolean mayKeep(String owner, String method) {
        if (method.equals("<init>")) {
            return true;
        }
        if (isOfLibrary(owner)) {
            return !KEEPS_NOTHING.matcher(owner).matches() && !isQuestion(method);
        }
        return SETTER.matcher(method).matches();
    }

    private void addResult(MethodInsnNode call, List<Set<Object>> values) {
        Type type = Type.getReturnType(call.desc);
        if (type.getSort() == Type.VOID || type.getSort() == Type.BOOLEAN) {
            return;
        }
        int receivers = call.getOpcode() == Opcodes.INVOKESTATIC ? 0 : 1;
        boolean isFollowed = known.isOwnCode(call.owner, call.name, call.desc);
        for (int i = 0; i < (isFollowed ? receivers : values.size()); i++) {
            String parameter = SensitiveNames.parameter(call.name + call.desc, i - receivers);
            // what makes an object of its own class, or of that around it, puts it where it is known to be sensitive
            boolean isPutAway =
                    type.getSort() == Type.OBJECT && (call.owner + "$").startsWith(type.getInternalName() + "$");
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
}
