package dev.recourse.crash.locals;

import java.util.Arrays;
import java.util.List;

/**
 * A local variable of a woven method.
 *
 * @param caught whether it holds an exception that the same call of the method has caught
 */
record Variable(String name, boolean sensitive, boolean caught) {

    private static final char SENSITIVE = '[';

    private static final char CAUGHT = '.';

    /** Reads what the weaver wrote: names with their marks, separated by semicolons. */
    static List<Variable> parse(String names) {
        return names.isEmpty()
                ? List.of()
                : Arrays.stream(names.split(";")).map(Variable::of).toList();
    }

    private static Variable of(String marked) {
        boolean caught = marked.charAt(0) == CAUGHT;
        String rest = caught ? marked.substring(1) : marked;
        boolean sensitive = rest.charAt(0) == SENSITIVE;
        return new Variable(sensitive ? rest.substring(1) : rest, sensitive, caught);
    }
}
