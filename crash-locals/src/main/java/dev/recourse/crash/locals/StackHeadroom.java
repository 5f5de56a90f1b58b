package dev.recourse.crash.locals;

/** Tells whether a stack that has overflown has room again for what a recording needs. */
final class StackHeadroom {

    private static final int DEPTH = 500;

    /** Frames between two tries, for each that fails costs an error of its own. */
    private static final int PAUSE = 16;

    private int pause;

    boolean isEnoughFor(Throwable failure) {
        return !(failure instanceof StackOverflowError) || isEnough();
    }

    private boolean isEnough() {
        if (pause > 0) {
            pause--;
            return false;
        }
        try {
            return descend(DEPTH) == DEPTH;
        } catch (StackOverflowError ex) {
            pause = PAUSE;
            return false;
        }
    }

    private static int descend(int depth) {
        return depth == 0 ? 0 : descend(depth - 1) + 1;
    }
}
