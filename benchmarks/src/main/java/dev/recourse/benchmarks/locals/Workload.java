package dev.recourse.benchmarks.locals;

/** A method of the benchmark, in code through which exceptions have gone before or not. */
enum Workload {
    SMALL_METHODS("getters and checks", "smallMethods", false),
    SMALL_METHODS_THROWN("  after exceptions", "smallMethods", true),
    LOOPS("loops", "loops", false),
    LOOPS_THROWN("  after exceptions", "loops", true),
    TRY_FINALLY("try, finally", "tryFinally", false),
    TRY_FINALLY_THROWN("  after exceptions", "tryFinally", true),
    SYNCHRONIZED("synchronized", "synchronizedCode", false),
    SYNCHRONIZED_THROWN("  after exceptions", "synchronizedCode", true),
    JSON("JSON parser", "json", false),
    JSON_THROWN("  after exceptions", "json", true),
    REQUEST("Spring MVC request", "request", false),
    REQUEST_THROWN("  after exceptions", "request", true),
    EXCEPTION("exception through 10 frames", "exception", true),
    RECORDED_EXCEPTION("the same, recorded, in a storm", "recordedException", true);

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
}
