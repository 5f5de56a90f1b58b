package dev.recourse.crash.locals;

import java.util.Arrays;
import java.util.List;

/** A local variable of a woven method. */
record Variable(String name, boolean sensitive) {

    private static final char SENSITIVE = '[';

    /** Reads what the weaver wrote: names, separated by semicolons. */
    static List<Variable> parse(String names) {
        return names.isEmpty()
                ? List.of()
                : Arrays.stream(names.split(";")).map(Variable::of).toList();
    }

    private static Variable of(String name) {
        boolean sensitive = name.indexOf(SENSITIVE) == 0;
        return new Variable(sensitive ? name.substring(1) : name, sensitive);
    }
}
