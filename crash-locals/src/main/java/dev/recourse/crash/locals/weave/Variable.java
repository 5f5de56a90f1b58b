package dev.recourse.crash.locals.weave;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * A local variable that a handler hands over.
 *
 * @param descriptor type of a primitive, {@code Object} for any other
 * @param isLazy whether it is of a type whose elements come into being as it is walked through
 * @param caught whether it holds an exception that the same call of the method has caught
 */
record Variable(String name, String descriptor, int slot, boolean sensitive, boolean isLazy, boolean caught) {

    private static final Set<String> LAZY = Set.of(
            "Ljava/util/Iterator;",
            "Ljava/util/Spliterator;",
            "Ljava/util/stream/Stream;",
            "Ljava/util/stream/IntStream;",
            "Ljava/util/stream/LongStream;",
            "Ljava/util/stream/DoubleStream;",
            "Lkotlin/sequences/Sequence;",
            "Lscala/collection/Iterator;",
            "Lscala/collection/immutable/LazyList;",
            "Lscala/collection/immutable/Stream;");

    static final String OBJECT = "java/lang/Object";

    static Variable of(String name, String descriptor, int slot, boolean sensitive) {
        String loaded = descriptor.length() == 1 ? descriptor : "L" + OBJECT + ";";
        return new Variable(name, loaded, slot, sensitive, LAZY.contains(descriptor), false);
    }

    Variable asCaught() {
        return new Variable(name, descriptor, slot, sensitive, isLazy, true);
    }

    /** Returns the name with its marks, as the recorder reads it. */
    String description() {
        String type = isReference() || sensitive ? "" : descriptor + "/";
        return type + (caught ? "." : "") + (sensitive ? "[" : "") + name;
    }

    /** Whether the recorder gets the value: an exception tells it which calls it shares with that around it. */
    boolean isHandedOver() {
        return !sensitive || caught;
    }

    boolean isReference() {
        return frameType().equals(OBJECT);
    }

    /** Returns the type whose {@code valueOf} makes an object of the value. */
    Type box() {
        return Type.getObjectType("java/lang/"
                + switch (descriptor.charAt(0)) {
                    case 'Z' -> "Boolean";
                    case 'B' -> "Byte";
                    case 'C' -> "Character";
                    case 'S' -> "Short";
                    case 'J' -> "Long";
                    case 'F' -> "Float";
                    case 'D' -> "Double";
                    default -> "Integer";
                });
    }

    int size() {
        return Type.getType(descriptor).getSize();
    }

    int loadOpcode() {
        return Type.getType(descriptor).getOpcode(Opcodes.ILOAD);
    }

    /** Returns the type in a stack map frame that takes whatever this variable holds. */
    Object frameType() {
        return switch (descriptor.charAt(0)) {
            case 'L' -> OBJECT;
            case 'J' -> Opcodes.LONG;
            case 'F' -> Opcodes.FLOAT;
            case 'D' -> Opcodes.DOUBLE;
            default -> Opcodes.INTEGER;
        };
    }

    /** Whether the variable is assigned where the slots have these types. */
    boolean assignedIn(@Nullable Object[] slots) {
        if (slot >= slots.length) {
            return false;
        }
        Object type = slots[slot];
        return frameType().equals(OBJECT)
                ? type instanceof String || Opcodes.NULL.equals(type)
                : frameType().equals(type);
    }
}
