package dev.recourse.crash.locals.weave;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;

/** What is {@code @Sensitive} in an application's classes, as their files tell. */
final class SensitiveMembers {

    private final ClassFiles files;
    private final Map<String, Set<String>> known;
    private final boolean isOfDeclarations;

    /**
     * Reads classes when they are asked for.
     *
     * @param known the members of the classes that were read before, by internal name
     */
    SensitiveMembers(ClassFiles files, Map<String, Set<String>> known) {
        this(files, known, false);
    }

    private SensitiveMembers(ClassFiles files, Map<String, Set<String>> known, boolean isOfDeclarations) {
        this.files = files;
        this.known = known;
        this.isOfDeclarations = isOfDeclarations;
    }

    /** Returns the fields, parameters and results of a class that are sensitive, by {@link SensitiveNames}. */
    Set<String> of(String type) {
        Set<String> declared = known("declared " + type, type, this::declared);
        return isOfDeclarations ? declared : known(type, type, node -> followed(node, declared));
    }

    /** Returns the names of the sensitive variables in all methods of a class, and what it gives to classes within it. */
    Set<String> around(String type) {
        return known("around " + type, type, node -> variables(node).within());
    }

    /** Returns what the classes above a class have. */
    Set<String> inherited(ClassNode node) {
        Set<String> inherited = new HashSet<>(node.superName == null ? Set.of() : of(node.superName));
        node.interfaces.forEach(type -> inherited.addAll(of(type)));
        return inherited;
    }

    private Set<String> declared(ClassNode node) {
        Set<String> inherited = declarations().inherited(node);
        Set<String> declared = SensitiveDeclarations.of(node, inherited.contains(SensitiveNames.TYPE));
        declared.addAll(inherited);
        return declared;
    }

    /** Returns also what is taken from these within the class, if it has any, or is within one that has. */
    private Set<String> followed(ClassNode node, Set<String> declared) {
        Set<String> followed = new HashSet<>(inherited(node));
        if (!declared.isEmpty() || isWithinMarked(node.name)) {
            followed.addAll(variables(node).members());
        }
        return followed;
    }

    private boolean isWithinMarked(String type) {
        int end = type.indexOf('$');
        byte[] around = end < 0 ? null : files.read(type.substring(0, end));
        return around != null && SensitiveAnnotation.isNamedIn(around);
    }

    /** Of other classes only their declarations are known then: who follows them all never comes to an end. */
    private SensitiveVariables variables(ClassNode node) {
        return new SensitiveVariables(node, declarations());
    }

    private SensitiveMembers declarations() {
        return isOfDeclarations ? this : new SensitiveMembers(files, known, true);
    }

    private Set<String> known(String key, String type, Function<ClassNode, Set<String>> reading) {
        Set<String> names = known.get(key);
        if (names == null) {
            ClassNode node = node(type);
            if (node == null) {
                return Set.of();
            }
            names = reading.apply(node);
            known.put(key, names);
        }
        return names;
    }

    private @Nullable ClassNode node(String type) {
        byte[] bytes = type.startsWith("[") ? null : files.read(type);
        if (bytes == null) {
            return null;
        }
        try {
            ClassNode node = new ClassNode();
            new ClassReader(bytes).accept(node, ClassReader.EXPAND_FRAMES);
            return node;
        } catch (RuntimeException failure) {
            return null;
        }
    }

    /** Finds the class files of an application. */
    interface ClassFiles {

        /** Returns a file by the internal name of its class; null for what is not of the application, or cannot be had. */
        byte @Nullable [] read(String type);
    }
}
