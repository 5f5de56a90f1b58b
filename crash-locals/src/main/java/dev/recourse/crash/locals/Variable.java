package dev.recourse.crash.locals;

import java.util.Arrays;
import java.util.List;

/**
 * A local variable of a woven method.
 *
 * @param type the letter of a primitive type, {@code L} for any other
 * @param caught whether it holds an exception that the same call of the method has caught
 */
record Variable(String name, char type, boolean sensitive, boolean caught) {

    private static final char REFERENCE = 'L';

    private static final char SENSITIVE = '[';

    private static final char CAUGHT = '.';

    /** Reads what the weaver wrote: names with their marks, separated by semicolons. */
    static List<Variable> parse(String names) {
        return names.isEmpty()
                ? List.of()
                : Arrays.stream(names.split(";")).map(Variable::of).toList();
    }

    private static Variable of(String marked) {
        if (marked.startsWith("/", 1)) {
            return new Variable(marked.substring(2), marked.charAt(0), false, false);
        }
        boolean caught = marked.charAt(0) == CAUGHT;
        String rest = caught ? marked.substring(1) : marked;
        boolean sensitive = rest.charAt(0) == SENSITIVE;
        return new Variable(sensitive ? rest.substring(1) : rest, REFERENCE, sensitive, caught);
    }

    /** Whether its value comes with the others: what is sensitive does only where it tells which exception was caught. */
    boolean isHandedOver() {
        return !sensitive || caught;
    }

    boolean isReference() {
        return type == REFERENCE;
    }

    /** Returns the value of a primitive that was widened, or whose bits were taken. */
    Object valueOf(long bits) {
        return switch (type) {
            case 'Z' -> bits != 0;
            case 'B' -> (byte) bits;
            case 'C' -> (char) bits;
            case 'S' -> (short) bits;
            case 'F' -> Float.intBitsToFloat((int) bits);
            case 'D' -> Double.longBitsToDouble(bits);
            case 'J' -> bits;
            default -> (int) bits;
        };
    }
}
