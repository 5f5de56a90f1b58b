package dev.recourse.crash.locals.weave;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.SourceValue;

/** Which values may tell something sensitive in their text, and what is made of such texts. */
final class SensitiveTexts {

    /** The text of an object of the class itself. */
    static final String OWN = SensitiveNames.result("toString()Ljava/lang/String;");

    /** Types that make a text of what they are given. */
    private static final Pattern OF_TEXTS =
            Pattern.compile("java/lang/(?:String|StringBuilder|StringBuffer)|java/util/(?:Objects|StringJoiner)"
                    + "|scala/(?:StringContext|collection/mutable/StringBuilder)");

    /** Types of libraries whose objects have none of an application in them. */
    private static final Pattern PLAIN =
            Pattern.compile("java/(?:lang/(?!Object|Iterable|Comparable|ref/|invoke/|Thread).*"
                    + "|(?:time|math|net|io|nio|text|sql)/.*|util/(?:UUID|Locale|Date|regex/.*|logging/.*))");

    /** Types whose arguments tell what is in them. */
    private static final Pattern CONTAINER = Pattern.compile("(?:java/util|kotlin|scala)/.*");

    private final KnownMembers known;
    private final SensitiveGraph graph;
    private final boolean isMarked;

    /**
     * Begins with nothing.
     *
     * @param isMarked whether something of the class itself is marked
     */
    SensitiveTexts(KnownMembers known, SensitiveGraph graph, boolean isMarked) {
        this.known = known;
        this.graph = graph;
        this.isMarked = isMarked;
    }

    /** Adds what the types of fields, results and variables tell. */
    void addDeclared(ClassNode node) {
        for (FieldNode field : node.fields) {
            add(SensitiveNames.field(field.name), field.desc, field.signature);
        }
        for (MethodNode method : node.methods) {
            String signature = method.signature;
            add(
                    SensitiveNames.result(method.name + method.desc),
                    result(method.desc),
                    signature == null ? null : result(signature));
            if (method.localVariables != null) {
                for (LocalVariableNode variable : method.localVariables) {
                    add(variable, variable.desc, variable.signature);
                }
            }
            method.tryCatchBlocks.forEach(block -> graph.isPlain(block.handler));
        }
    }

    private static String result(String method) {
        return method.substring(method.lastIndexOf(')') + 1);
    }

    private void add(Object node, String descriptor, @Nullable String signature) {
        Set<String> types = new TreeSet<>();
        ClassOutline.forEachClass(signature == null ? descriptor : signature, types::add);
        if (types.isEmpty()) {
            ClassOutline.forEachClass(descriptor, types::add);
        }
        if (types.stream().anyMatch(this::tells)) {
            graph.tells(node);
            return;
        }
        if (types.size() > 1) {
            types.removeIf(type -> CONTAINER.matcher(type).matches());
        }
        if (types.stream().allMatch(type -> isPlain(type) || (signature != null && known.isOfApplication(type)))) {
            graph.isPlain(node);
        }
    }

    private boolean tells(String type) {
        return known.isOwn(type)
                ? isMarked || known.inherited().contains(SensitiveNames.TELLS)
                : known.has(type, SensitiveNames.TELLS);
    }

    private static boolean isPlain(String type) {
        return PLAIN.matcher(type).matches();
    }

    /** Adds what the type tells of the value that an instruction makes. */
    void add(AbstractInsnNode made, Type type) {
        Type element = type.getSort() == Type.ARRAY ? type.getElementType() : type;
        String name = element.getSort() == Type.OBJECT ? element.getInternalName() : null;
        if (name != null && tells(name)) {
            graph.tells(made);
        } else if (name == null || isPlain(name) || (made.getOpcode() != Opcodes.NEW && known.isOfApplication(name))) {
            graph.isPlain(made);
        }
    }

    /** Adds what a call makes of the texts of its operands. */
    void add(MethodInsnNode call, List<SourceValue> operands, SensitiveFlow flow) {
        if (operands.stream().anyMatch(SensitiveTexts::isFunctionOfOthers)) {
            graph.isPlain(call);
            return;
        }
        boolean isOfTexts = OF_TEXTS.matcher(call.owner).matches();
        if (!isOfTexts && !isText(call.owner, call.name, call.desc)) {
            return;
        }
        int receivers = call.getOpcode() == Opcodes.INVOKESTATIC ? 0 : 1;
        Set<Object> builders = isOfTexts && receivers == 1 ? flow.nodes(operands.get(0)) : Set.of();
        for (int i = 0; i < operands.size(); i++) {
            add(operands.get(i), call, flow);
            for (Object builder : i == 0 ? Set.of() : builders) {
                add(operands.get(i), SensitiveFlow.filled(builder), flow);
            }
            if (!isOfTexts && i >= receivers && isOwn(operands.get(i), flow)) {
                // as toString() of Scala's case classes
                known.fields().forEach(field -> graph.take(SensitiveNames.field(field), call));
            }
        }
    }

    private static boolean isText(String owner, String name, String descriptor) {
        return descriptor.endsWith(")Ljava/lang/String;")
                && (name.equals("toString") || SensitiveCalls.isOfLibrary(owner))
                && !SensitiveCalls.isQuestion(name);
    }

    /** Returns whether a method reference makes texts of what may tell something sensitive in them. */
    boolean isToldBy(Handle method, Type type) {
        return isText(method.getOwner(), method.getName(), method.getDesc())
                && Arrays.stream(type.getArgumentTypes())
                        .anyMatch(each -> each.getSort() == Type.OBJECT && tells(each.getInternalName()));
    }

    /** Says that something is made of the text of a value. */
    void add(SourceValue value, Object made, SensitiveFlow flow) {
        flow.nodes(value).forEach(node -> graph.text(node, made));
        if (isOwn(value, flow)) {
            graph.take(OWN, made);
        }
    }

    private boolean isOwn(SourceValue value, SensitiveFlow flow) {
        return flow.types(value).stream()
                .anyMatch(type -> type.getSort() == Type.OBJECT && known.isOwn(type.getInternalName()));
    }

    /** Whether a value is a function whose results have nothing of what it is given in them, as far as their type tells. */
    private static boolean isFunctionOfOthers(SourceValue value) {
        return value.insns.stream()
                .anyMatch(source -> source instanceof InvokeDynamicInsnNode made
                        && made.bsmArgs.length >= 3
                        && made.bsmArgs[2] instanceof Type type
                        && type.getSort() == Type.METHOD
                        && type.getReturnType().getSort() == Type.OBJECT
                        && isPlain(type.getReturnType().getInternalName()));
    }
}
