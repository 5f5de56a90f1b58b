package dev.recourse.crash.locals.weave;

import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * Tells from the class files whether a value must not be asked for on another thread: what it shows depends on the thread, or
 * it holds a lock and may never let it go, for it waits for another one, which the thread that throws may have, or walks in a
 * loop: that thread may want the first one next.
 */
public final class ThreadBound {

    /** So that nobody waits for long; of what needs more, nobody knows. */
    private static final int MOST_METHODS = 300;

    private static final String TEXT = "()Ljava/lang/String;";

    /** The methods by which containers are walked through: name and descriptor. */
    private static final Map<String, String> WALKING = Map.of(
            "iterator", "()Ljava/util/Iterator;",
            "hasNext", "()Z",
            "next", "()Ljava/lang/Object;",
            "get", "(I)Ljava/lang/Object;",
            "entrySet", "()Ljava/util/Set;",
            "getKey", "()Ljava/lang/Object;",
            "getValue", "()Ljava/lang/Object;");

    /** Interfaces of which nobody knows what code they run, by the beginning of their names. */
    private static final List<String> OF_ANY_CODE =
            List.of("java/util/function/", "kotlin/jvm/functions/", "scala/Function");

    /** Libraries that make texts of what they are given, by the beginning of their names: what they keep for a thread is no part of them. */
    private static final List<String> OF_TEXTS = List.of(
            "java/",
            "javax/",
            "kotlin/",
            "scala/",
            "groovy/",
            "org/codehaus/groovy/",
            "org/apache/groovy/",
            "org/apache/commons/",
            "com/google/common/",
            "com/google/gson/",
            "com/google/protobuf/",
            "com/fasterxml/jackson/",
            "tools/jackson/");

    /** Types of the JDK that may hold objects of any class, and make their texts; by the beginning of their names. */
    private static final List<String> OF_ANYTHING = List.of("java/lang/Object", "java/lang/Iterable", "java/util/");

    private static final String LOCKS = "java/util/concurrent/locks/";

    private static final ClassValue<Boolean> KNOWN = new ClassValue<>() {

        @Override
        protected Boolean computeValue(Class<?> type) {
            try {
                return type.getClassLoader() != null && new ThreadBound(type.getClassLoader()).isBound(type);
            } catch (RuntimeException failure) {
                return false;
            }
        }
    };

    private final ParsedClasses files;
    private final Set<List<String>> seen = new HashSet<>();
    private final Deque<List<String>> open = new ArrayDeque<>();
    private final Set<Object> locks = new HashSet<>();
    private boolean runsUnknown;

    private ThreadBound(ClassLoader loader) {
        this.files = new ParsedClasses(loader, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    }

    /**
     * Returns whether {@code toString()} of a type, its iteration where it is a container, or an accessor where it is a
     * record, asks for something that the current thread has. What the type holds has an answer of its own.
     */
    public static boolean contains(Class<?> type) {
        return KNOWN.get(type);
    }

    private boolean isBound(Class<?> type) {
        String name = type.getName().replace('.', '/');
        Set<List<String>> contents = new HashSet<>();
        if (type.isRecord()) {
            for (RecordComponent component : type.getRecordComponents()) {
                contents.add(List.of(
                        name, component.getName(), "()" + component.getType().descriptorString()));
            }
        } else if (Iterable.class.isAssignableFrom(type)
                || Map.class.isAssignableFrom(type)
                || Map.Entry.class.isAssignableFrom(type)) {
            WALKING.forEach((method, descriptor) -> contents.add(List.of(name, method, descriptor)));
        }
        contents.forEach(this::add);
        add(List.of(name, "toString", TEXT));
        int methods = 0;
        while (!open.isEmpty()) {
            List<String> next = open.remove();
            MethodNode method =
                    files.method(next.get(0), next.get(1), next.get(2), owner -> !startsWith(owner, OF_TEXTS));
            runsUnknown |= method == null || (method.access & Opcodes.ACC_ABSTRACT) != 0;
            if (method != null && (++methods > MOST_METHODS || isBound(method, !contents.contains(next)))) {
                return true;
            }
            if (method != null && (method.access & Opcodes.ACC_SYNCHRONIZED) != 0) {
                locks.add(next.get(0));
            }
        }
        return locks.size() > 1 || (runsUnknown && !locks.isEmpty());
    }

    /**
     * Returns whether a method asks for something of the thread itself; notes what it calls.
     *
     * @param isOfText whether the text of what it gets may become a part of its own
     */
    private boolean isBound(MethodNode method, boolean isOfText) {
        for (AbstractInsnNode instruction : method.instructions) {
            Type read = Type.VOID_TYPE;
            if (instruction instanceof MethodInsnNode call) {
                if (isOfTheThread(call)) {
                    return true;
                }
                add(List.of(call.owner, call.name, call.desc));
                read = Type.getReturnType(call.desc);
                if (call.owner.startsWith(LOCKS) && call.name.startsWith("lock")) {
                    locks.add(call);
                }
            } else if (instruction instanceof FieldInsnNode access) {
                read = Type.getType(access.desc);
                if (read.getSort() == Type.OBJECT && isOfTheThread(read.getInternalName())) {
                    return true;
                }
            } else if (instruction.getOpcode() == Opcodes.NEW) {
                addMethods(((TypeInsnNode) instruction).desc);
            } else if (instruction instanceof InvokeDynamicInsnNode call) {
                for (Object argument : call.bsmArgs) {
                    if (argument instanceof Handle body) {
                        add(List.of(body.getOwner(), body.getName(), body.getDesc()));
                    }
                }
            }
            if (instruction.getOpcode() == Opcodes.MONITORENTER) {
                locks.add(instruction);
            }
            runsUnknown |= instruction instanceof JumpInsnNode jump
                    && method.instructions.indexOf(jump.label) <= method.instructions.indexOf(jump);
            if (isOfText && read.getSort() == Type.OBJECT) {
                add(List.of(read.getInternalName(), "toString", TEXT));
                runsUnknown |= startsWith(read.getInternalName(), OF_ANYTHING)
                        && !read.getInternalName().startsWith(LOCKS);
            }
        }
        return false;
    }

    private boolean isOfTheThread(MethodInsnNode call) {
        return isOfTheThread(call.owner)
                || startsWith(call.owner, OF_ANY_CODE)
                || call.owner.endsWith("ContextHolder")
                || call.owner.endsWith("/MDC")
                || (call.owner.equals("java/lang/Thread") && call.name.equals("currentThread"));
    }

    /** Returns whether a type is that of values of which each thread has its own. */
    private boolean isOfTheThread(String type) {
        for (String each = type; each != null && !each.startsWith("["); ) {
            if (each.contains("ThreadLocal") || each.equals("java/lang/ScopedValue")) {
                return true;
            }
            ClassNode node = startsWith(each, OF_TEXTS) ? null : files.find(each);
            each = node == null ? null : node.superName;
        }
        return false;
    }

    /** Adds all methods of what is made on the way, as of an iterator or a function: who calls them is not followed. */
    private void addMethods(String type) {
        if (!startsWith(type, OF_TEXTS)) {
            ClassNode node = files.find(type);
            if (node != null) {
                node.methods.forEach(method -> add(List.of(type, method.name, method.desc)));
            }
        }
    }

    private void add(List<String> method) {
        String owner = method.get(0);
        if (!owner.startsWith("[") && !startsWith(owner, OF_TEXTS) && seen.add(method)) {
            open.add(method);
        }
    }

    private static boolean startsWith(String name, List<String> beginnings) {
        return beginnings.stream().anyMatch(name::startsWith);
    }
}
