package dev.recourse.crash.locals.weave;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** The classes of which a loader finds the files, each parsed once. */
final class ParsedClasses {

    private final ClassLoader loader;
    private final int parsing;
    private final Map<String, Optional<ClassNode>> classes = new HashMap<>();

    /**
     * Begins with none.
     *
     * @param parsing what is left out, as {@link ClassReader#accept} takes it
     */
    ParsedClasses(ClassLoader loader, int parsing) {
        this.loader = loader;
        this.parsing = parsing;
    }

    /** Returns a class by its internal name, or null if there is no file that can be read. */
    @Nullable
    ClassNode find(String type) {
        Optional<ClassNode> known = classes.get(type);
        if (known == null) {
            known = read(type);
            classes.put(type, known);
        }
        return known.orElse(null);
    }

    /** Returns the method of a class, or of one above it. */
    @Nullable
    MethodNode method(String owner, String name, String descriptor) {
        return method(owner, name, descriptor, type -> true);
    }

    /** Returns the same, as long as the way up leads through wanted classes. */
    @Nullable
    MethodNode method(String owner, String name, String descriptor, Predicate<String> isWanted) {
        for (String type = owner; type != null && isWanted.test(type); ) {
            ClassNode each = find(type);
            if (each == null) {
                return null;
            }
            type = each.superName;
            for (MethodNode method : each.methods) {
                if (method.name.equals(name) && method.desc.equals(descriptor)) {
                    return method;
                }
            }
        }
        return null;
    }

    /** Returns whether a class is below another one. */
    boolean isBelow(String type, String above) {
        ClassNode node = find(type);
        return node != null
                && node.superName != null
                && (node.superName.equals(above) || isBelow(node.superName, above));
    }

    private Optional<ClassNode> read(String type) {
        try (InputStream in = loader.getResourceAsStream(type + ".class")) {
            if (in == null) {
                return Optional.empty();
            }
            ClassNode node = new ClassNode();
            new ClassReader(in.readAllBytes()).accept(node, parsing);
            return Optional.of(node);
        } catch (IOException | RuntimeException failure) {
            return Optional.empty();
        }
    }
}
