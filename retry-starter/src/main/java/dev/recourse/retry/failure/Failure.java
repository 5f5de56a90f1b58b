package dev.recourse.retry.failure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one failed attempt: its exception, and what the exception reports.
 *
 * @param exception as the caller would see it
 * @param supposedTypes types of the exception and its causes where none was thrown, null where one was
 * @param response the error response that it reports, if any
 * @param io the kind of I/O failure that it reports, if any; null where there is a response
 */
public record Failure(
        Throwable exception,
        @Nullable List<Class<? extends Throwable>> supposedTypes,
        @Nullable Response response,
        @Nullable IoFailure io) {

    /** Creates the failure of which the exception reports the rest. */
    public Failure(Throwable exception, @Nullable Response response, @Nullable IoFailure io) {
        this(exception, null, response, io);
    }

    /**
     * Reads an exception and its causes; the outermost that reports a response or an I/O failure is believed.
     *
     * <p>Never throws, whatever the methods of the exception do.
     */
    public static Failure of(Throwable exception) {
        return FailureReader.read(exception);
    }

    /**
     * Describes a failure that has not happened.
     *
     * @param type of the exception, if it matters
     * @param io its kind, where the type alone doesn't tell
     */
    public static Failure supposed(
            @Nullable Class<? extends Throwable> type, @Nullable IoFailure io, @Nullable Response response) {
        List<Class<? extends Throwable>> types = type == null ? List.of() : List.of(type);
        IoFailure known = io != null || type == null || response != null ? io : IoFailureClassifier.ofType(type);
        return new Failure(new Exception("supposed"), types, response, known);
    }

    /** Returns the types of the exception and its causes, outermost first. */
    List<Class<? extends Throwable>> types() {
        if (supposedTypes != null) {
            return supposedTypes;
        }
        List<Class<? extends Throwable>> types = new ArrayList<>();
        CauseChain.of(exception).forEach(link -> types.add(link.getClass()));
        return types;
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
        return RequestProcessing.isPossible(this);
    }

    /** Returns the HTTP method of the request that failed, or null if the exception and its causes do not tell. */
    public @Nullable String requestMethod() {
        return RequestMethods.of(exception);
    }
}
