package dev.recourse.retry.delay;

import java.time.Duration;

/** What a rule, or one source of it, says about a failure. */
public sealed interface Answer {

    /**
     * Call again after this delay.
     *
     * @param delay zero or more, whole milliseconds, rounded up; never more than {@link #LONGEST}
     * @param kind of source that it came from
     * @param source where it came from, for a log line: {@code "the server's Retry-After"}
     */
    record Delay(Duration delay, SourceKind kind, String source) implements Answer {}

    /**
     * Do not call again at all.
     *
     * @param reason who said so, for a log line: {@code "the server's X-Should-Retry"}
     */
    record Stop(String reason) implements Answer {}

    /** Nothing usable: the next source is asked. */
    record None() implements Answer {}

    None NONE = new None();

    /** Stands for every delay that is longer; can be added to any instant of this era without overflow. */
    Duration LONGEST = Duration.ofDays(365_000);
}
