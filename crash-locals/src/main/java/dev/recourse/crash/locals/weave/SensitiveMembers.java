package dev.recourse.crash.locals.weave;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;

/** What is {@code @Sensitive} in an application's classes, as their files tell. */
final class SensitiveMembers {

    /** A result is followed through so many classes: who follows it through all never comes to an end. */
    private static final int FARTHEST = 2;

    private final ClassFiles files;
    private final Known known;
    private final int distance;

    /**
     * Reads classes when they are asked for.
     *
     * @param known what the classes that were read before have
     */
    SensitiveMembers(ClassFiles files, Known known) {
        this(files, known, FARTHEST);
    }

    private SensitiveMembers(ClassFiles files, Known known, int distance) {
        this.files = files;
        this.known = known;
        this.distance = distance;
    }

    /** Returns the fields, parameters and results of a class that are sensitive, by {@link SensitiveNames}. */
    Set<String> of(String type) {
        return known(distance, type, distance == 0 ? this::declared : this::followed);
    }

    /** Returns the names of the sensitive variables in all methods of a class, and what it gives to classes within it. */
    Set<String> around(String type) {
        return known(
                FARTHEST + 1 + distance,
                type,
                (name, outline) ->
                        mayHaveAny(name, outline) ? variables(name, outline).within() : Set.of());
    }

    /** Returns what the classes above a class have. */
    Set<String> inherited(List<String> above) {
        Set<String> inherited = new HashSet<>();
        above.forEach(type -> inherited.addAll(of(type)));
        return inherited;
    }

    /** Returns whether any of some classes has something sensitive. */
    boolean areAny(List<String> types) {
        return types.stream().anyMatch(type -> !of(type).isEmpty());
    }

    /** Returns whether there is a file of a class. */
    boolean isOfApplication(String type) {
        return outline(type) != null;
    }

    /** Returns the superclass and the interfaces of a class. */
    List<String> above(String type) {
        ClassOutline outline = outline(type);
        return outline == null ? List.of() : outline.above();
    }

    private Set<String> declared(String type, ClassOutline outline) {
        Set<String> declared = inherited(outline.above());
        boolean isMarkedAbove = declared.contains(SensitiveNames.TYPE);
        if (isMarkedAbove || outline.isMarked()) {
            declared.addAll(SensitiveDeclarations.of(node(type), isMarkedAbove));
            if (!declared.isEmpty()) {
                declared.add(SensitiveNames.TELLS);
            }
        }
        return declared;
    }

    /** Returns also what is taken from these within the class, and from what the classes that it names have. */
    private Set<String> followed(String type, ClassOutline outline) {
        Set<String> followed = inherited(outline.above());
        if (mayHaveAny(type, outline)) {
            followed.addAll(variables(type, outline).members());
        }
        return followed;
    }

    private boolean mayHaveAny(String type, ClassOutline outline) {
        int end = type.lastIndexOf('$');
        return outline.isMarked()
                || (end > 0 && !nearer().around(type.substring(0, end)).isEmpty())
                || nearer().areAny(outline.above())
                || nearer().areAny(outline.named());
    }

    private SensitiveVariables variables(String type, ClassOutline outline) {
        return new SensitiveVariables(node(type), outline, nearer());
    }

    private SensitiveMembers nearer() {
        return distance == 0 ? this : new SensitiveMembers(files, known, distance - 1);
    }

    private Set<String> known(int kind, String type, BiFunction<String, ClassOutline, Set<String>> reading) {
        Asked asked = new Asked(kind, type);
        Set<String> names = known.members.get(asked);
        if (names == null) {
            ClassOutline outline = outline(type);
            if (outline == null) {
                return Set.of();
            }
            try {
                names = Set.copyOf(reading.apply(type, outline));
            } catch (RuntimeException failure) {
                names = Set.of();
            }
            known.members.put(asked, names);
        }
        return names;
    }

    private @Nullable ClassOutline outline(String type) {
        Optional<ClassOutline> outline = known.outlines.get(type);
        if (outline == null) {
            outline = read(type);
            known.outlines.put(type, outline);
        }
        return outline.orElse(null);
    }

    private Optional<ClassOutline> read(String type) {
        byte[] bytes = type.startsWith("[") ? null : files.read(type);
        try {
            return Optional.ofNullable(bytes).map(ClassOutline::of);
        } catch (RuntimeException failure) {
            // what cannot be read is not woven either
            return Optional.empty();
        }
    }

    /** Returns the outline of a class whose file has been read already. */
    ClassOutline outline(String type, byte[] bytes) {
        Optional<ClassOutline> outline = known.outlines.get(type);
        if (outline == null || outline.isEmpty()) {
            outline = Optional.of(ClassOutline.of(bytes));
            known.outlines.put(type, outline);
        }
        return outline.get();
    }

    private ClassNode node(String type) {
        ClassNode node = new ClassNode();
        new ClassReader(Objects.requireNonNull(files.read(type))).accept(node, ClassReader.EXPAND_FRAMES);
        return node;
    }

    /** What is known of the classes of one application or loader. */
    static final class Known {

        private final Map<Asked, Set<String>> members = new ConcurrentHashMap<>();
        private final Map<String, Optional<ClassOutline>> outlines = new ConcurrentHashMap<>();
    }

    private record Asked(int kind, String type) {}

    /** Finds the class files of an application. */
    interface ClassFiles {

        /** Returns a file by the internal name of its class; null for what is not of the application, or cannot be had. */
        byte @Nullable [] read(String type);
    }
}
