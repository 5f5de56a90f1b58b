package dev.recourse.retry.failure;

import dev.recourse.retry.FailedResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one failed attempt: its exception, and what the exception reports.
 *
 * @param exception as the caller would see it; a {@link FailedValueException} where the attempt returned a value
 * @param supposedTypes types of the exception and its causes where none was thrown, null where one was
 * @param response the error response that it reports, if any
 * @param io the kind of I/O failure that it reports, if any; null where there is a response
 * @param method HTTP method of the request, in upper case; null if the failure does not tell it
 */
public record Failure(
        Throwable exception,
        @Nullable List<Class<? extends Throwable>> supposedTypes,
        @Nullable FailedResponse response,
        @Nullable IoFailure io,
        @Nullable String method) {

    /** Creates the failure of which the exception reports the rest. */
    public Failure(Throwable exception, @Nullable FailedResponse response, @Nullable IoFailure io) {
        this(exception, null, response, io, response == null ? null : response.method());
    }

    /**
     * Reads an exception and its causes; the outermost that reports a response or an I/O failure is believed.
     *
     * <p>Never throws, whatever the methods of the exception do.
     */
    public static Failure of(Throwable exception) {
        return FailureReader.DEFAULT.read(exception);
    }

    /**
     * Describes a failure that has not happened.
     *
     * @param type of the exception, if it matters
     * @param io its kind, where the type alone doesn't tell
     * @param method of the request, in upper case; null if nothing tells it
     */
    public static Failure supposed(
            @Nullable Class<? extends Throwable> type,
            @Nullable IoFailure io,
            @Nullable FailedResponse response,
            @Nullable String method) {
        List<Class<? extends Throwable>> types = type == null ? List.of() : List.of(type);
        IoFailure known = io != null || type == null || response != null ? io : IoFailureClassifier.ofType(type);
        return new Failure(new Exception("supposed"), types, response, known, method);
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

    /** Returns all conditions but named ones that this failure meets, the most specific first. */
    public List<Condition> conditions() {
        return MatchedConditions.of(this);
    }

    /**
     * Returns the most specific of the conditions that this failure meets and of those that are wanted, if any.
     *
     * @param named conditions, of which the first that is met counts
     * @param maxBody largest body that these read, in bytes
     */
    public @Nullable Condition condition(Predicate<Condition> wanted, List<NamedCondition> named, long maxBody) {
        Condition type = MatchedConditions.firstType(this, wanted);
        return type != null ? type : reportedCondition(wanted, named, maxBody);
    }

    /** Does the same for wanted conditions of which none is an exception type. */
    public @Nullable Condition reportedCondition(
            Predicate<Condition> wanted, List<NamedCondition> named, long maxBody) {
        Condition first = NamedCondition.first(named, this, maxBody, wanted);
        return first != null ? first : reportedCondition(wanted);
    }

    /** Does the same for wanted conditions of which none is an exception type or a named one. */
    public @Nullable Condition reportedCondition(Predicate<Condition> wanted) {
        return MatchedConditions.firstReported(this, wanted);
    }

    /**
     * Returns whether the server may have processed the request.
     *
     * <p>It has not where it answered with a 4xx, where no connection came about, where it refused the stream, and where
     * nothing tells of a request at all. In doubt it may have: a connection was lost, no answer came in time, or the
     * answer could not be read.
     */
    public boolean mayBeProcessed() {
        return RequestProcessing.isPossible(this);
    }

    /**
     * Returns what looks like a status that nobody understands, for a log line:
     * {@code "com.acme.ApiException.getCode() = 429"}; null if there is a response or nothing looks so.
     */
    public @Nullable String unreadStatus() {
        return response != null || supposedTypes != null ? null : UnreadStatus.of(exception);
    }
}
