package dev.recourse.benchmarks.locals.application;

/** Ends with an exception that has no trace, as loops of libraries do that have seen enough. */
public final class Search {

    private Search() {}

    /** Returns the depth at which something was found, so many calls below this one. */
    public static int depth(int calls) {
        try {
            visit(1, calls);
            return -1;
        } catch (Found found) {
            return found.depth;
        }
    }

    private static int visit(int depth, int last) {
        if (depth == last) {
            throw new Found(depth);
        }
        if (depth > last) {
            return 0;
        }
        int below = depth + 1;
        return visit(below, last) + depth;
    }

    private static final class Found extends RuntimeException {

        private final int depth;

        Found(int depth) {
            super(null, null, false, false);
            this.depth = depth;
        }
    }
}
