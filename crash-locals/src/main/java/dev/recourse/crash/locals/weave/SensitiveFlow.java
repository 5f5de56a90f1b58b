package dev.recourse.crash.locals.weave;

import dev.recourse.crash.locals.weave.SensitiveGraph.Role;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.SourceValue;

/** What one method takes from where: variables, fields, parameters, results. When in doubt, more than that. */
final class SensitiveFlow {

    private final KnownMembers known;
    private final MethodNode method;
    private final SensitiveGraph graph;
    private final SensitiveTexts texts;
    private final VariableSlots slots;
    private final ValueSources sources;

    SensitiveFlow(KnownMembers known, MethodNode method, SensitiveGraph graph, SensitiveTexts texts) {
        this.known = known;
        this.method = method;
        this.graph = graph;
        this.texts = texts;
        this.slots = new VariableSlots(method);
        this.sources = new ValueSources(slots);
    }

    void addTo() throws AnalyzerException {
        new Analyzer<>(sources).analyze(known.owner(), method);
        SensitiveFunctions functions = new SensitiveFunctions(known, graph, this, texts);
        SensitiveCalls calls = new SensitiveCalls(known, graph, this, functions, texts);
        GroovyCalls groovy = new GroovyCalls(known, graph, this, functions, texts);
        addParameters();
        for (AbstractInsnNode instruction : method.instructions) {
            List<SourceValue> operands = sources.operands().getOrDefault(instruction, List.of());
            if (isMarked(instruction)) {
                graph.mark(instruction);
            }
            Type type = type(instruction);
            if (type != null) {
                texts.add(instruction, type);
            }
            if (instruction instanceof MethodInsnNode call && isReached(call)) {
                calls.add(call, operands);
                addExceptions(call, operands);
            } else if (instruction instanceof InvokeDynamicInsnNode made && isReached(made)) {
                functions.add(made, operands);
                if (GroovyCalls.isOne(made)) {
                    groovy.add(made, operands);
                }
            } else if (instruction instanceof FieldInsnNode access) {
                add(access, operands);
            } else if (!operands.isEmpty()) {
                add(instruction, operands);
            }
        }
    }

    private boolean isReached(AbstractInsnNode instruction) {
        return sources.operands().containsKey(instruction);
    }

    /** Returns what a value may come from: variables, and the instructions that have made it. */
    Set<Object> nodes(SourceValue value) {
        Set<Object> nodes = new HashSet<>();
        for (AbstractInsnNode source : value.insns) {
            LocalVariableNode variable = variable(source);
            if (variable == null) {
                nodes.add(source);
            } else if (!variable.name.equals("this")) {
                nodes.add(variable);
            }
        }
        return nodes;
    }

    private @Nullable LocalVariableNode variable(AbstractInsnNode source) {
        return source instanceof VarInsnNode load ? slots.of(load) : null;
    }

    /** Returns the types that a value was declared with. */
    Set<Type> types(SourceValue value) {
        Set<Type> types = new HashSet<>();
        for (AbstractInsnNode source : value.insns) {
            LocalVariableNode variable = variable(source);
            Type type = variable == null ? type(source) : Type.getType(variable.desc);
            if (type != null) {
                types.add(type);
            }
        }
        return types;
    }

    /** Returns the type of what an instruction makes, if it says that. */
    static @Nullable Type type(AbstractInsnNode source) {
        if (source instanceof MethodInsnNode call) {
            return Type.getReturnType(call.desc);
        }
        if (source instanceof FieldInsnNode access) {
            return Type.getType(access.desc);
        }
        return source instanceof TypeInsnNode made && made.getOpcode() == Opcodes.NEW
                ? Type.getObjectType(made.desc)
                : null;
    }

    private boolean isMarked(AbstractInsnNode instruction) {
        Type type = type(instruction);
        return SensitiveAnnotation.isIn(instruction.visibleTypeAnnotations)
                || (type != null && known.isMarked(type))
                || (instruction instanceof TypeInsnNode made
                        && made.getOpcode() == Opcodes.NEW
                        && known.isSensitiveFunction(made.desc))
                || (instruction instanceof FieldInsnNode access
                        && access.getOpcode() == Opcodes.GETSTATIC
                        && known.isSensitiveFunction(access.owner))
                || (instruction.getOpcode() == Opcodes.CHECKCAST
                        && known.isMarked(Type.getObjectType(((TypeInsnNode) instruction).desc)));
    }

    private void addParameters() {
        int position = 0;
        for (int slot : SensitiveParameters.slots(method)) {
            String parameter = SensitiveNames.parameter(method.name + method.desc, position++);
            Object value = sources.parameters().get(slot);
            if (value != null) {
                link(value, parameter);
            }
            for (LocalVariableNode variable :
                    method.localVariables == null ? List.<LocalVariableNode>of() : method.localVariables) {
                if (variable.index == slot && VariableScopes.isParameter(method, variable)) {
                    link(variable, parameter);
                }
            }
        }
    }

    /** One is given to the other as it is. */
    private void link(Object to, Object from) {
        graph.take(from, to);
        graph.same(to, from);
        graph.take(new Role(Role.Kind.DECLARED, from), new Role(Role.Kind.DECLARED, to));
    }

    private void add(AbstractInsnNode instruction, List<SourceValue> operands) {
        int opcode = instruction.getOpcode();
        Set<Object> last = nodes(operands.get(operands.size() - 1));
        if (instruction instanceof VarInsnNode access) {
            addVariable(access, last);
        } else if (opcode >= Opcodes.IASTORE && opcode <= Opcodes.SASTORE) {
            Set<Object> arrays = nodes(operands.get(0));
            last.forEach(value -> arrays.forEach(array -> graph.take(value, filled(array))));
        } else if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.ARETURN) {
            addReturn(last);
        } else if (opcode == Opcodes.CHECKCAST) {
            if (isMarked(instruction)) {
                last.forEach(graph::mark);
            }
        } else if (opcode == Opcodes.ATHROW) {
            addExceptions(instruction, operands);
        } else if (opcode != Opcodes.INSTANCEOF && !(opcode >= Opcodes.LCMP && opcode <= Opcodes.DCMPG)) {
            operands.forEach(operand -> nodes(operand).forEach(node -> graph.take(node, instruction)));
            if (opcode == Opcodes.AALOAD) {
                nodes(operands.get(0)).forEach(array -> graph.take(filled(instruction), filled(array)));
            }
        }
    }

    /** A variable has what is stored, and what its slot had before its name began. */
    private void addVariable(VarInsnNode access, Set<Object> value) {
        LocalVariableNode variable = slots.of(access);
        if (variable == null || variable.name.equals("this") || variable.desc.equals("Z")) {
            return;
        }
        for (Object each : value) {
            graph.take(each, variable);
            graph.alias(variable, each);
            graph.take(new Role(Role.Kind.DECLARED, each), new Role(Role.Kind.DECLARED, variable));
            graph.take(new Role(Role.Kind.HANDING, each), new Role(Role.Kind.HANDING, variable));
            if (each instanceof InvokeDynamicInsnNode) {
                graph.same(variable, each);
            }
        }
    }

    private void addReturn(Set<Object> value) {
        if (Type.getReturnType(method.desc).getSort() != Type.BOOLEAN) {
            String result = SensitiveNames.result(method.name + method.desc);
            value.forEach(each -> link(result, each));
        }
    }

    /** Whatever fails with something sensitive may tell it in its message. */
    private void addExceptions(AbstractInsnNode instruction, List<SourceValue> operands) {
        int index = method.instructions.indexOf(instruction);
        for (TryCatchBlockNode block : method.tryCatchBlocks) {
            if (method.instructions.indexOf(block.start) <= index && index < method.instructions.indexOf(block.end)) {
                operands.forEach(operand -> nodes(operand).forEach(node -> graph.take(node, block.handler)));
            }
        }
    }

    private void add(FieldInsnNode access, List<SourceValue> operands) {
        boolean isStatic = access.getOpcode() == Opcodes.GETSTATIC || access.getOpcode() == Opcodes.PUTSTATIC;
        Set<Object> objects = isStatic || operands.isEmpty() ? Set.of() : nodes(operands.get(0));
        String name = SensitiveNames.field(access.name);
        String field = known.isOwn(access.owner) ? name : access.owner + name;
        boolean isMarked = known.has(access.owner, name);
        if (access.getOpcode() == Opcodes.GETFIELD || access.getOpcode() == Opcodes.GETSTATIC) {
            addMember(access, access.owner, name);
            if (!SensitiveCalls.isOfLibrary(access.owner)) {
                link(access, field);
            }
            objects.forEach(object -> {
                graph.take(object, access);
                graph.take(filled(access), filled(object));
            });
        } else if (!operands.isEmpty()) {
            for (Object value : nodes(operands.get(operands.size() - 1))) {
                if (isMarked) {
                    graph.mark(new Role(Role.Kind.MARKED, value));
                }
                if ((!isMarked || access.owner.startsWith(known.owner() + "$"))
                        && !access.name.contains("$")
                        && !access.desc.equals("Z")) {
                    // compilers' own fields keep variables apart from each other
                    objects.forEach(object -> graph.take(value, filled(object)));
                }
                if (!SensitiveCalls.isOfLibrary(access.owner) && !access.desc.equals("Z")) {
                    link(field, value);
                }
            }
        }
    }

    /** Adds what another class tells of a field or a result of its own that an instruction reads. */
    void addMember(AbstractInsnNode read, String owner, String member) {
        if (known.has(owner, member)) {
            graph.mark(read);
            graph.mark(new Role(Role.Kind.DECLARED, read));
        }
        if (known.has(owner, SensitiveNames.telling(member))) {
            graph.tells(read);
        }
    }

    static Role filled(Object node) {
        return new Role(Role.Kind.FILLED, node);
    }
}
