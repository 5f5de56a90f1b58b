package dev.recourse.crash.locals.weave;

import dev.recourse.crash.locals.weave.SensitiveGraph.Role;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.analysis.SourceValue;

/** Calls and properties of which Groovy finds the class at run time: what has their name may be meant. */
final class GroovyCalls {

    private static final String BOOTSTRAP = "org/codehaus/groovy/vmplugin/v8/IndyInterface";

    private final KnownMembers known;
    private final SensitiveGraph graph;
    private final SensitiveFlow flow;
    private final SensitiveFunctions functions;
    private final SensitiveTexts texts;

    GroovyCalls(
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

    static boolean isOne(InvokeDynamicInsnNode made) {
        return made.bsm.getOwner().equals(BOOTSTRAP) && made.bsmArgs.length > 0 && made.bsmArgs[0] instanceof String;
    }

    void add(InvokeDynamicInsnNode made, List<SourceValue> operands) {
        String name = (String) made.bsmArgs[0];
        List<Set<Object>> values = operands.stream().map(flow::nodes).toList();
        functions.addCalled(values);
        Set<String> everywhere = known.everywhere();
        if (everywhere.stream().anyMatch(member -> isMeant(member, name))) {
            graph.mark(made);
        }
        if (name.equals("toString")) {
            operands.forEach(operand -> texts.add(operand, made, flow));
        }
        boolean isPutInto = name.equals("leftShift") || SensitiveCalls.mayKeep("", name);
        for (int i = 1; i < values.size(); i++) {
            String end = "#" + (i - 1);
            boolean isKept =
                    everywhere.stream().anyMatch(member -> member.startsWith(name + "(") && member.endsWith(end));
            for (Object node : values.get(i)) {
                if (isKept) {
                    graph.mark(new Role(Role.Kind.MARKED, node));
                } else if (isPutInto && !isClosure(node)) {
                    values.get(0).forEach(object -> graph.take(node, SensitiveFlow.filled(object)));
                }
            }
        }
        if (made.name.equals("init") && !operands.isEmpty()) {
            for (AbstractInsnNode source : operands.get(0).insns) {
                if (source instanceof LdcInsnNode constant && constant.cst instanceof Type type) {
                    texts.add(made, type);
                }
            }
        }
    }

    private boolean isClosure(Object node) {
        return node instanceof TypeInsnNode made && known.isWithoutName(made.desc);
    }

    private static boolean isMeant(String member, String name) {
        String getter = name.isEmpty() ? "" : "get" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        return !member.contains("#")
                && (member.equals(SensitiveNames.field(name))
                        || member.startsWith(name + "(")
                        || member.startsWith(getter + "("));
    }
}
