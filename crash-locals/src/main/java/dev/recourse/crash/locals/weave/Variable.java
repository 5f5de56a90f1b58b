package dev.recourse.crash.locals.weave;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * A local variable that a handler hands over.
 *
 * @param descriptor type of a primitive, {@code Object} for any other
 */
record Variable(String name, String descriptor, int slot, boolean sensitive) {

    static final String OBJECT = "java/lang/Object";

    static Variable of(String name, String descriptor, int slot, boolean sensitive) {
        return new Variable(name, descriptor.length() == 1 ? descriptor : "L" + OBJECT + ";", slot, sensitive);
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
