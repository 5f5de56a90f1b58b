package dev.recourse.retry.delay;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The result of a rule, or of one of its sources, for a failure. */
public sealed interface DelayResult {

    /**
     * Call again after this delay.
     *
     * @param delay zero or more, whole milliseconds, rounded up; never more than {@link #LONGEST}
     * @param kind of source that it came from
     * @param source where it came from, for a log line: {@code "the server's Retry-After"}
     * @param requested the longest delay that the server asked for, which may be shorter; null if it did not ask
     */
    record Delay(
            Duration delay,
            SourceKind kind,
            String source,
            @Nullable Duration requested) implements DelayResult {

        /** Creates the result of one source, which alone decides whether the server asked for it. */
        public Delay(Duration delay, SourceKind kind, String source) {
            this(delay, kind, source, kind.isRequestedByServer() ? delay : null);
        }
    }

    /**
     * Do not call again at all.
     *
     * @param reason who said so, for a log line: {@code "the server's X-Should-Retry"}
     */
    record Stop(String reason) implements DelayResult {}

    /** Nothing usable: the next source is asked. */
    record None() implements DelayResult {}

    None NONE = new None();

    /** The longest delay: a longer one is cut to it. It can be added to any instant of this era without overflow. */
    Duration LONGEST = Duration.ofDays(365_000);
}
