package dev.recourse.crash.locals.weave;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;

/** Kotlin's inline functions: methods that call them have their code, with variables in place of the parameters. */
final class KotlinInlining {

    /** Begins the name of a variable that says whose code it is. */
    private static final String MARKER = "$i$f$";

    private KotlinInlining() {}

    /** Returns what stands for the parameters of an inline function that are in some slots, for those who have its code. */
    static Set<String> parameters(MethodNode method, Set<Integer> slots) {
        Set<String> names = new HashSet<>();
        if (has(method, MARKER + method.name)) {
            for (LocalVariableNode variable : method.localVariables) {
                if (slots.contains(variable.index) && VariableScopes.isParameter(method, variable)) {
                    names.add(MARKER + method.name + "/" + variable.name);
                }
            }
        }
        return names;
    }

    /** Returns the variables of a method that were such parameters. */
    static List<LocalVariableNode> variables(MethodNode method, Set<String> parameters) {
        List<LocalVariableNode> variables = new ArrayList<>();
        for (String parameter : parameters) {
            int end = parameter.indexOf('/');
            if (parameter.startsWith(MARKER) && has(method, parameter.substring(0, end))) {
                String copy = parameter.substring(end + 1) + "$iv";
                method.localVariables.stream()
                        .filter(variable -> variable.name.startsWith(copy))
                        .forEach(variables::add);
            }
        }
        return variables;
    }

    private static boolean has(MethodNode method, String marker) {
        return method.localVariables != null
                && method.localVariables.stream()
                        .anyMatch(variable -> variable.name.equals(marker) || variable.name.startsWith(marker + "$iv"));
    }

    /** Returns the internal names of the classes whose code is in the methods of one, as its source map tells. */
    static List<String> sources(ClassNode node) {
        List<String> sources = new ArrayList<>();
        String[] lines = node.sourceDebug == null ? new String[0] : node.sourceDebug.split("\n");
        for (int i = 0; i + 1 < lines.length; i++) {
            if (lines[i].startsWith("+ ")) {
                sources.add(lines[i + 1]);
            }
        }
        return sources;
    }
}
