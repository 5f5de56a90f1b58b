package dev.recourse.retry.failure;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one failed attempt: its exception, with what stands behind it.
 *
 * @param exception as the caller would see it
 * @param response the error response that it reports, if any
 * @param io the kind of I/O failure that it reports, if any; null where there is a response
 */
public record Failure(
        Throwable exception,
        @Nullable Response response,
        @Nullable IoFailure io) {

    /**
     * Reads an exception and its causes; the outermost that reports a response or an I/O failure is believed.
     *
     * <p>Never throws, whatever the methods of the exception do.
     */
    public static Failure of(Throwable exception) {
        return FailureReader.read(exception);
    }

    /** Returns all conditions that this failure meets, the most specific first. */
    public List<Condition> conditions() {
        return Conditions.of(this);
    }

    /** Returns the most specific of the conditions that this failure meets and of those that are wanted, if any. */
    public @Nullable Condition condition(Predicate<Condition> wanted) {
        return Conditions.first(this, wanted);
    }

    /** Does the same for wanted conditions of which none is an exception type. */
    public @Nullable Condition reportedCondition(Predicate<Condition> wanted) {
        return Conditions.firstReported(this, wanted);
    }

    /**
     * Returns whether the server may have processed the request.
     *
     * <p>It has not where it answered with a 4xx, where no connection came about, and where nothing tells of a request at
     * all. In doubt it may have: a connection was lost, no answer came in time, or the answer could not be read.
     */
    public boolean mayBeProcessed() {
        return Processing.isPossible(this);
    }
}
