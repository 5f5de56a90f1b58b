package dev.recourse.crash.locals.weave;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Tells from the class files whether the text of a value depends on the thread that asks for it. */
public final class ThreadBound {

    private static final int MOST_METHODS = 60;

    private static final String TEXT = "()Ljava/lang/String;";

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

    private final ClassLoader loader;
    private final Set<List<String>> seen = new HashSet<>();
    private final Deque<List<String>> open = new ArrayDeque<>();

    private ThreadBound(ClassLoader loader) {
        this.loader = loader;
    }

    /** Returns whether {@code toString()} of a type asks for something that the current thread has. */
    public static boolean contains(Class<?> type) {
        return KNOWN.get(type);
    }

    private boolean isBound(Class<?> type) {
        add(type.getName().replace('.', '/'), "toString", TEXT);
        while (!open.isEmpty() && seen.size() < MOST_METHODS) {
            List<String> next = open.remove();
            MethodNode method = method(next.get(0), next.get(1), next.get(2));
            for (AbstractInsnNode instruction : method == null ? new MethodNode().instructions : method.instructions) {
                if (instruction instanceof MethodInsnNode call) {
                    if (isOfTheThread(call)) {
                        return true;
                    }
                    add(call.owner, call.name, call.desc);
                    addText(Type.getReturnType(call.desc));
                } else if (instruction instanceof FieldInsnNode access) {
                    addText(Type.getType(access.desc));
                } else if (instruction instanceof InvokeDynamicInsnNode call) {
                    for (Object argument : call.bsmArgs) {
                        if (argument instanceof Handle body) {
                            add(body.getOwner(), body.getName(), body.getDesc());
                        }
                    }
                }
            }
        }
        return false;
    }

    private static boolean isOfTheThread(MethodInsnNode call) {
        return call.owner.contains("ThreadLocal")
                || call.owner.endsWith("ContextHolder")
                || call.owner.endsWith("/MDC")
                || (call.owner.equals("java/lang/Thread") && call.name.equals("currentThread"));
    }

    /** Adds the text of what a method reads or is given: it may become a part of the method's own. */
    private void addText(Type type) {
        if (type.getSort() == Type.OBJECT) {
            add(type.getInternalName(), "toString", TEXT);
        }
    }

    private void add(String owner, String name, String descriptor) {
        List<String> method = List.of(owner, name, descriptor);
        if (!owner.startsWith("java/") && !owner.startsWith("[") && seen.add(method)) {
            open.add(method);
        }
    }

    /** Returns the method of a class, or of one above it. */
    private @Nullable MethodNode method(String owner, String name, String descriptor) {
        for (String each = owner; each != null && !each.equals("java/lang/Object"); ) {
            try (InputStream in = loader.getResourceAsStream(each + ".class")) {
                if (in == null) {
                    return null;
                }
                ClassNode node = new ClassNode();
                new ClassReader(in.readAllBytes()).accept(node, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
                for (MethodNode method : node.methods) {
                    if (method.name.equals(name) && method.desc.equals(descriptor)) {
                        return method;
                    }
                }
                each = node.superName;
            } catch (IOException failure) {
                return null;
            }
        }
        return null;
    }
}
