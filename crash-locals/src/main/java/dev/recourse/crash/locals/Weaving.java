package dev.recourse.crash.locals;

import java.util.Map;
import java.util.function.Supplier;

/**
 * What the agent has made of the classes that were loaded so far.
 *
 * @param present whether the agent runs in this process
 * @param woven number of classes whose local variables are recorded
 * @param leftAlone number of classes that stayed as they are, in whole or in part, by the reason: {@code no debug data}
 */
public record Weaving(boolean present, int woven, Map<String, Integer> leftAlone) {

    private static volatile Supplier<Weaving> source = () -> new Weaving(false, 0, Map.of());

    /** Returns the figures of this moment. */
    public static Weaving current() {
        return source.get();
    }

    /** Says where the figures come from; for the agent. */
    public static void countedBy(Supplier<Weaving> counts) {
        source = counts;
    }
}
