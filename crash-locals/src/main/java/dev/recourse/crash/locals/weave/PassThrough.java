package dev.recourse.crash.locals.weave;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * Tells from the class files whether a method can only let an exception through: it has no handler, where the exception came
 * from, that could keep it and end in another way.
 */
public final class PassThrough {

    private static final int MOST_CLASSES = 2000;

    private static final PassThrough UNKNOWN = new PassThrough(null);

    private static final Map<ClassLoader, Map<String, PassThrough>> KNOWN = new WeakHashMap<>();

    private final List<Risk> risks = new ArrayList<>();

    private final boolean isKnown;

    private PassThrough(@Nullable ClassNode node) {
        this.isKnown = node != null;
        if (node != null) {
            for (MethodNode method : node.methods) {
                if (!method.tryCatchBlocks.isEmpty()) {
                    addRisks(method);
                }
            }
        }
    }

    /** Returns whether an exception cannot have been kept by the method of a frame. */
    public static boolean lets(Throwable failure, StackTraceElement frame, ClassLoader loader) {
        String name = frame.getClassName();
        if (name.contains("$$SpringCGLIB$$") || name.contains("$$FastClass") || name.contains("$$Lambda")) {
            return true;
        }
        PassThrough methods = of(name, loader);
        return methods.isKnown
                && methods.risks.stream()
                        .noneMatch(risk -> risk.method.equals(frame.getMethodName())
                                && (frame.getLineNumber() < 0 || risk.covers(frame.getLineNumber()))
                                && isCaught(failure, risk.type));
    }

    private static PassThrough of(String className, ClassLoader loader) {
        Map<String, PassThrough> known;
        synchronized (KNOWN) {
            known = KNOWN.computeIfAbsent(loader, key -> new ConcurrentHashMap<>());
        }
        if (known.size() >= MOST_CLASSES) {
            known.clear();
        }
        return known.computeIfAbsent(className, name -> read(name, loader));
    }

    private static PassThrough read(String className, ClassLoader loader) {
        try (InputStream in = loader.getResourceAsStream(className.replace('.', '/') + ".class")) {
            if (in == null) {
                return UNKNOWN;
            }
            ClassNode node = new ClassNode();
            new ClassReader(in.readAllBytes()).accept(node, ClassReader.SKIP_FRAMES);
            return new PassThrough(node);
        } catch (IOException | RuntimeException failure) {
            return UNKNOWN;
        }
    }

    private void addRisks(MethodNode method) {
        ControlFlow flow = new ControlFlow(method);
        for (TryCatchBlockNode block : method.tryCatchBlocks) {
            if (OwnHandlers.swallows(method, flow, block.handler)) {
                risks.add(new Risk(
                        method.name,
                        block.type == null ? Throwable.class.getName() : block.type.replace('/', '.'),
                        lines(method, block)));
            }
        }
    }

    private static Lines lines(MethodNode method, TryCatchBlockNode block) {
        Lines lines = new Lines();
        int line = -1;
        boolean isInside = false;
        for (AbstractInsnNode instruction : method.instructions) {
            isInside = instruction == block.start || (isInside && instruction != block.end);
            line = instruction instanceof LineNumberNode number ? number.line : line;
            if (isInside) {
                lines.add(line);
            }
        }
        return lines;
    }

    private static boolean isCaught(Throwable failure, String type) {
        for (Class<?> each = failure.getClass(); each != null; each = each.getSuperclass()) {
            if (each.getName().equals(type)) {
                return true;
            }
        }
        return false;
    }

    /** Lines of a method whose exceptions of a type may be kept. */
    private record Risk(String method, String type, Lines lines) {

        boolean covers(int line) {
            return lines.isEmpty() || lines.contains(line);
        }
    }
}
