package dev.recourse.benchmarks.locals;

/** A method of the benchmark, as it is measured. */
enum Workload {
    SMALL_METHODS("getters and checks", "smallMethods", false),
    LOOPS("loops", "loops", false),
    TRY_FINALLY("try, finally", "tryFinally", false),
    SYNCHRONIZED("synchronized", "synchronizedCode", false),
    JSON("JSON parser", "json", false),
    REQUEST("Spring MVC request", "request", false),
    SMALL_METHODS_THROWN("getters and checks", "smallMethods", true),
    LOOPS_THROWN("loops", "loops", true),
    TRY_FINALLY_THROWN("try, finally", "tryFinally", true),
    SYNCHRONIZED_THROWN("synchronized", "synchronizedCode", true),
    JSON_THROWN("JSON parser", "json", true),
    REQUEST_THROWN("Spring MVC request", "request", true),
    EXCEPTION("exception, 10 frames", "exception", true),
    RECORDED_EXCEPTION("the same in a storm, recorded", "recordedException", true);

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
