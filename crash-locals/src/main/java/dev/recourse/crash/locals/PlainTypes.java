package dev.recourse.crash.locals;

import java.util.Set;

/** Types whose text takes no time and no lock. */
final class PlainTypes {

    private static final Set<Class<?>> BOXES = Set.of(
            Boolean.class,
            Character.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class);

    private PlainTypes() {}

    static boolean contain(Class<?> type) {
        return BOXES.contains(type);
    }
}
