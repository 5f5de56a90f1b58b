package dev.recourse.benchmarks.locals;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A method of the benchmark, in code through which exceptions have gone before or not. */
enum Workload {
    SMALL_METHODS("getters and checks", "smallMethods", false),
    SMALL_METHODS_THROWN("  after exceptions", "smallMethods", true),
    SUM("loop: sum of an array", "sum", false),
    SUM_THROWN("  after exceptions", "sum", true),
    PRODUCT("loop: product of matrices", "product", false),
    PRODUCT_THROWN("  after exceptions", "product", true),
    SORTED("loop: insertion sort", "sorted", false),
    SORTED_THROWN("  after exceptions", "sorted", true),
    HASH("loop: hash of bytes", "hash", false),
    HASH_THROWN("  after exceptions", "hash", true),
    DISTANCE("loop: distance of texts", "distance", false),
    DISTANCE_THROWN("  after exceptions", "distance", true),
    LETTERS("loop: letters in a text", "letters", false),
    LETTERS_THROWN("  after exceptions", "letters", true),
    LONGEST("loop: longest of a list", "longest", false),
    LONGEST_THROWN("  after exceptions", "longest", true),
    TRY_FINALLY("try, finally", "tryFinally", false),
    TRY_FINALLY_THROWN("  after exceptions", "tryFinally", true),
    SYNCHRONIZED("synchronized", "synchronizedCode", false),
    SYNCHRONIZED_THROWN("  after exceptions", "synchronizedCode", true),
    JSON("JSON parser", "json", false),
    JSON_THROWN("  after exceptions", "json", true),
    REQUEST("Spring MVC request", "request", false),
    REQUEST_THROWN("  after exceptions", "request", true),
    EXCEPTION("exception through 10 frames", "exception", true),
    RECORDED_EXCEPTION("the same, recorded, in a storm", "recordedException", true),
    FOUND("exception without a trace, 1 frame", "found", true),
    FOUND_DEEP_DOWN("  through 10 frames", "foundDeepDown", true);

    private final String label;
    private final String method;
    private final boolean thrown;

    Workload(String label, String method, boolean thrown) {
        this.label = label;
        this.method = method;
        this.thrown = thrown;
    }

    String label() {
        return label;
    }

    String method() {
        return method;
    }

    boolean thrown() {
        return thrown;
    }

    /** Returns those of some methods, or all if there are none. */
    static List<Workload> of(List<String> methods) {
        return Arrays.stream(values())
                .filter(workload -> methods.isEmpty() || methods.contains(workload.method))
                .toList();
    }

    static Set<Workload> loops() {
        return EnumSet.range(SUM, LONGEST_THROWN);
    }
}
