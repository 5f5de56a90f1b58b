package dev.recourse.retry.cluster;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The value of a key in Redis, whose time to live is what is left of the cooldown: {@code 1 0 begin 5fd1e2a0.7 429}.
 *
 * @param generation number of times that the cooldown was lifted; each node believes the greatest
 * @param lifted whether this is the trace of a lift, kept for nodes that missed it
 * @param id tells apart the requests of servers, on all nodes
 * @param summary condition and host, at most {@value #LONGEST_SUMMARY} characters
 */
record SharedCooldown(long generation, boolean lifted, String id, String summary) {

    static final int LONGEST_SUMMARY = 200;

    /** Longest text that is read at all. */
    static final int LONGEST = 300;

    /** More than that is no count of lifts, and a script could not count on. */
    private static final Pattern FORM =
            Pattern.compile("1 (\\d{1,15}) (begin|lift) ([\\w.-]{1,64}) ([^\\p{Cntrl}]{0,200})");

    /** Returns what a text says, or null if it was not written by {@link #text()}. */
    static @Nullable SharedCooldown parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return text.length() <= LONGEST && matcher.matches()
                ? new SharedCooldown(
                        Long.parseLong(matcher.group(1)),
                        matcher.group(2).equals("lift"),
                        matcher.group(3),
                        matcher.group(4))
                : null;
    }

    String text() {
        return "1 " + generation + (lifted ? " lift " : " begin ") + id + " " + summary;
    }

    /** Returns the trace of a lift of this one. */
    SharedCooldown lift(String id) {
        return new SharedCooldown(generation + 1, true, id, "");
    }

    SharedCooldown withGeneration(long other) {
        return new SharedCooldown(other, lifted, id, summary);
    }
}
