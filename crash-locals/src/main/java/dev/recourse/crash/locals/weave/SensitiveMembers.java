package dev.recourse.crash.locals.weave;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
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
        return isOfDeclarations ? declared : known(type, type, bytes -> followed(type, bytes, declared));
    }

    /** Returns the names of the sensitive variables in all methods of a class, and what it gives to classes within it. */
    Set<String> around(String type) {
        return known("around " + type, type, bytes -> variables(bytes).within());
    }

    /** Returns what the classes above a class have. */
    Set<String> inherited(@Nullable String superclass, Collection<String> interfaces) {
        Set<String> inherited = new HashSet<>(superclass == null ? Set.of() : of(superclass));
        interfaces.forEach(type -> inherited.addAll(of(type)));
        return inherited;
    }

    private Set<String> inherited(byte[] bytes) {
        ClassReader reader = new ClassReader(bytes);
        return inherited(reader.getSuperName(), List.of(reader.getInterfaces()));
    }

    private Set<String> declared(byte[] bytes) {
        Set<String> inherited = declarations().inherited(bytes);
        boolean isMarkedAbove = inherited.contains(SensitiveNames.TYPE);
        if (isMarkedAbove || SensitiveAnnotation.isNamedIn(bytes)) {
            inherited.addAll(SensitiveDeclarations.of(node(bytes), isMarkedAbove));
        }
        return inherited;
    }

    /** Returns also what is taken from these within the class, if it has any, or is within one that has. */
    private Set<String> followed(String type, byte[] bytes, Set<String> declared) {
        Set<String> followed = inherited(bytes);
        if (!declared.isEmpty() || isWithinMarked(type)) {
            followed.addAll(variables(bytes).members());
        }
        return followed;
    }

    private boolean isWithinMarked(String type) {
        int end = type.indexOf('$');
        byte[] around = end < 0 ? null : files.read(type.substring(0, end));
        return around != null && SensitiveAnnotation.isNamedIn(around);
    }

    /** Of other classes only their declarations are known then: who follows them all never comes to an end. */
    private SensitiveVariables variables(byte[] bytes) {
        return new SensitiveVariables(node(bytes), declarations());
    }

    private SensitiveMembers declarations() {
        return isOfDeclarations ? this : new SensitiveMembers(files, known, true);
    }

    private Set<String> known(String key, String type, Function<byte[], Set<String>> reading) {
        Set<String> names = known.get(key);
        if (names == null) {
            byte[] bytes = type.startsWith("[") ? null : files.read(type);
            if (bytes == null) {
                return Set.of();
            }
            try {
                names = reading.apply(bytes);
            } catch (RuntimeException failure) {
                // what cannot be read is not woven either
                names = Set.of();
            }
            known.put(key, names);
        }
        return names;
    }

    private static ClassNode node(byte[] bytes) {
        ClassNode node = new ClassNode();
        new ClassReader(bytes).accept(node, ClassReader.EXPAND_FRAMES);
        return node;
    }

    /** Finds the class files of an application. */
    interface ClassFiles {

        /** Returns a file by the internal name of its class; null for what is not of the application, or cannot be had. */
        byte @Nullable [] read(String type);
    }
}
