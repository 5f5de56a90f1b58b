package dev.recourse.crash.render;

import dev.recourse.crash.Sensitive;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Knows what is marked {@link Sensitive}, wherever the mark was put: on a type, on a supertype, on a member, within a type. */
public final class SensitiveMarks {

    /** As deep as this a {@code toString()} is expected to tell of the objects in it. */
    private static final int DEEPEST = 3;

    private static final Set<String> LIBRARIES =
            Set.of("java", "javax", "jdk", "sun", "com.sun", "kotlin", "scala", "groovy", "org.springframework");

    private static final ClassValue<Boolean> TYPES = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return hasMark(type);
        }
    };

    private static final ClassValue<Boolean> MEMBERS = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return hasMarkedMember(type, new HashSet<>(), 0);
        }
    };

    private SensitiveMarks() {}

    /** Returns whether the type, or one that it extends or implements, is marked. */
    public static boolean isMarked(Class<?> type) {
        return TYPES.get(type);
    }

    /** Returns whether the component of a record is marked. */
    public static boolean isMarked(RecordComponent component) {
        return hasAnnotation(component)
                || isMarked(component.getAnnotatedType())
                || hasAnnotation(component.getAccessor())
                || contracts(component.getDeclaringRecord())
                        .flatMap(contract -> Arrays.stream(contract.getMethods()))
                        .anyMatch(method -> method.getName().equals(component.getName()) && isMarkedGetter(method));
    }

    private static Stream<Class<?>> contracts(Class<?> type) {
        return Arrays.stream(type.getInterfaces()).filter(contract -> !isOfLibrary(contract));
    }

    /** Returns whether objects of this class have a marked member, or one whose class has: their text may tell it. */
    static boolean hasMarkedMember(Class<?> type) {
        return MEMBERS.get(type);
    }

    private static boolean hasMark(Class<?> type) {
        Class<?> superclass = type.getSuperclass();
        return hasAnnotation(type)
                || (type.isArray() && isMarked(type.getComponentType()))
                || (superclass != null && isMarked(superclass))
                || Arrays.stream(type.getInterfaces()).anyMatch(contract -> isMarked(contract));
    }

    private static boolean hasAnnotation(AnnotatedElement element) {
        return element.isAnnotationPresent(Sensitive.class);
    }

    /** Returns whether a type is marked, or an argument, a bound or an element of it. */
    private static boolean isMarked(AnnotatedType type) {
        return hasAnnotation(type)
                || (type.getType() instanceof Class<?> erased && isMarked(erased))
                || parts(type).anyMatch(part -> isMarked(part));
    }

    private static Stream<AnnotatedType> parts(AnnotatedType type) {
        if (type instanceof AnnotatedParameterizedType parameterized) {
            return Arrays.stream(parameterized.getAnnotatedActualTypeArguments());
        }
        if (type instanceof AnnotatedArrayType array) {
            return Stream.of(array.getAnnotatedGenericComponentType());
        }
        return type instanceof AnnotatedWildcardType wildcard
                ? Arrays.stream(wildcard.getAnnotatedUpperBounds())
                : Stream.empty();
    }

    private static boolean hasMarkedMember(Class<?> type, Set<Class<?>> seen, int depth) {
        if (depth > DEEPEST || isOfLibrary(type) || !seen.add(type)) {
            return false;
        }
        try {
            Class<?> superclass = type.getSuperclass();
            return Arrays.stream(type.getDeclaredFields()).anyMatch(field -> isMarked(field, seen, depth))
                    || Arrays.stream(type.getDeclaredMethods())
                            .anyMatch(method -> isMarkedGetter(method) || hasMarkedParameter(method))
                    || Arrays.stream(type.getDeclaredConstructors()).anyMatch(SensitiveMarks::hasMarkedParameter)
                    || collectsForMarked(type)
                    || (superclass != null && hasMarkedMember(superclass, seen, depth))
                    || contracts(type).anyMatch(contract -> hasMarkedMember(contract, seen, depth))
                    || (depth > 0 && permitted(type).anyMatch(each -> hasMarkedMember(each, seen, depth)));
        } catch (LinkageError | TypeNotPresentException ex) {
            // nobody can see what is marked in a class of which a part is missing
            return true;
        }
    }

    private static boolean isMarked(Field field, Set<Class<?>> seen, int depth) {
        return !Modifier.isStatic(field.getModifiers())
                && (hasAnnotation(field)
                        || isMarked(field.getAnnotatedType())
                        || classes(field.getAnnotatedType())
                                .anyMatch(type -> isMarked(type) || hasMarkedMember(type, seen, depth + 1)));
    }

    /** Returns whether a class has a field of the same name as a marked one of the class around it, as builders do. */
    private static boolean collectsForMarked(Class<?> type) {
        Class<?> around = around(type);
        Set<String> names = new HashSet<>();
        for (Field field : around == null ? new Field[0] : around.getDeclaredFields()) {
            if (hasAnnotation(field) || isMarked(field.getAnnotatedType())) {
                names.add(field.getName());
            }
        }
        return Arrays.stream(type.getDeclaredFields()).anyMatch(field -> names.contains(field.getName()));
    }

    /** Returns the class around another; none where their files, as some compilers write them, disagree about that. */
    private static @Nullable Class<?> around(Class<?> type) {
        try {
            return type.getEnclosingClass();
        } catch (LinkageError ex) {
            return null;
        }
    }

    private static Stream<Class<?>> classes(AnnotatedType type) {
        Stream<Class<?>> own = type.getType() instanceof Class<?> erased ? Stream.of(erased) : Stream.empty();
        return Stream.concat(own, parts(type).flatMap(SensitiveMarks::classes));
    }

    private static boolean isMarkedGetter(Method method) {
        return method.getParameterCount() == 0
                && !Modifier.isStatic(method.getModifiers())
                && (hasAnnotation(method) || isMarked(method.getAnnotatedReturnType()));
    }

    /** Returns whether a constructor or method is given what is marked, and may keep it. */
    private static boolean hasMarkedParameter(Executable executable) {
        return !Modifier.isStatic(executable.getModifiers())
                && (Arrays.stream(executable.getParameters()).anyMatch(SensitiveMarks::hasAnnotation)
                        || Arrays.stream(executable.getAnnotatedParameterTypes())
                                .anyMatch(type -> isMarked(type)));
    }

    private static Stream<Class<?>> permitted(Class<?> type) {
        return type.isSealed() ? Arrays.stream(type.getPermittedSubclasses()) : Stream.empty();
    }

    private static boolean isOfLibrary(Class<?> type) {
        String name = type.getName();
        return type.isPrimitive()
                || type.isArray()
                || LIBRARIES.stream().anyMatch(library -> name.startsWith(library + "."));
    }
}
