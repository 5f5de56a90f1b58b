package dev.recourse.crash.locals.weave;

/** A class after weaving. */
final class WovenClass {

    private final byte[] bytes;
    private final Outcome outcome;

    WovenClass(byte[] bytes, Outcome outcome) {
        this.bytes = bytes;
        this.outcome = outcome;
    }

    /** Returns the class file, as it was unless handlers were added. */
    byte[] bytes() {
        return bytes;
    }

    Outcome outcome() {
        return outcome;
    }

    /** What became of the class; where its methods differ, the last one here. */
    enum Outcome {
        NOTHING_TO_RECORD("nothing to record"),
        ALREADY_WOVEN("woven before"),
        WOVEN("woven"),
        NO_DEBUG_DATA("no debug data (compile with -g)"),
        OTHER_VERSION("not of Java 7 to 25"),
        TOO_LARGE("too large"),
        OUT_OF_SIGHT("loaded where the recorder cannot be seen"),
        FAILED("failed");

        final String text;

        Outcome(String text) {
            this.text = text;
        }

        /** Whether values will be missing that the class could have given. */
        boolean isLeftAlone() {
            return compareTo(WOVEN) > 0;
        }
    }
}
