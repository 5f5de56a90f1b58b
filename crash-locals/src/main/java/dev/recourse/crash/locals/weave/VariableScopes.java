package dev.recourse.crash.locals.weave;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;

/** The variables that are in scope at each instruction of a method, as the compiler has described them. */
final class VariableScopes {

    /** A handler hands over no more: those that were declared last. */
    private static final int MAX_VARIABLES = 50;

    /** Kotlin's marks of inlined code and what a suspended function goes on with, and the outer instance that a constructor gets. */
    private static final List<String> COMPILERS_OWN = List.of("$i$", "$result", "this$");

    private final List<Scope> scopes = new ArrayList<>();

    VariableScopes(MethodNode method, Set<LocalVariableNode> sensitive) {
        for (LocalVariableNode variable : method.localVariables) {
            if (COMPILERS_OWN.stream().noneMatch(variable.name::startsWith)) {
                scopes.add(new Scope(
                        method.instructions.indexOf(variable.start),
                        method.instructions.indexOf(variable.end),
                        Variable.of(variable.name, variable.desc, variable.index, sensitive.contains(variable))));
            }
        }
        scopes.sort(Comparator.comparingInt(Scope::start)
                .thenComparingInt(scope -> scope.variable().slot()));
    }

    /** Whether a variable of a method is {@code this} or a parameter. */
    static boolean isParameter(MethodNode method, LocalVariableNode variable) {
        int withThis = Type.getArgumentsAndReturnSizes(method.desc) >> 2;
        int slots = (method.access & Opcodes.ACC_STATIC) == 0 ? withThis : withThis - 1;
        return method.instructions.indexOf(variable.start) == 0 && variable.index < slots;
    }

    /**
     * Returns the variables that are in scope and assigned, in the order of their declaration.
     *
     * @param slots type of each local variable there
     * @param mayTakeLong whether the instruction runs other code, during which no object may be kept alive for nothing
     */
    List<Variable> at(
            int instruction,
            @Nullable Object[] slots,
            Liveness liveness,
            ThrowableOrigins origins,
            boolean mayTakeLong) {
        Map<String, Variable> innermost = new LinkedHashMap<>();
        for (Scope scope : scopes) {
            if (scope.start() <= instruction
                    && instruction < scope.end()
                    && scope.variable().assignedIn(slots)) {
                Variable variable = scope.variable();
                innermost.remove(variable.name());
                boolean mayRead = mayRead(variable, instruction, liveness, mayTakeLong);
                if (mayRead || variable.sensitive()) {
                    innermost.put(
                            variable.name(),
                            mayRead && origins.isCaught(instruction, variable.slot()) ? variable.asCaught() : variable);
                }
            }
        }
        List<Variable> variables = List.copyOf(innermost.values());
        return variables.subList(Math.max(0, variables.size() - MAX_VARIABLES), variables.size());
    }

    /** Whether no object lives longer because a handler reads a variable; what was walked through is read no more. */
    private static boolean mayRead(Variable variable, int instruction, Liveness liveness, boolean mayTakeLong) {
        int slot = variable.slot();
        return !variable.isReference()
                || liveness.isReadLater(instruction, slot)
                || (liveness.isReadOnLine(instruction, slot) && !(mayTakeLong && variable.isLazy()));
    }

    private record Scope(int start, int end, Variable variable) {}
}
