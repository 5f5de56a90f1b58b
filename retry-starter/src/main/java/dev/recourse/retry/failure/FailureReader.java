package dev.recourse.retry.failure;

import dev.recourse.retry.FailedResponse;
import dev.recourse.retry.ResponseExtractor;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Finds what a failed call reports in a chain of causes, or in the value that it returned. */
public final class FailureReader {

    /** Knows the clients that the starter knows, and no more. */
    public static final FailureReader DEFAULT = new FailureReader(List::of);

    private final Supplier<List<ResponseExtractor>> extractors;

    /**
     * Creates a reader.
     *
     * @param extractors are asked before those for the clients that the starter knows, in order; they are looked up when a
     *     call has failed
     */
    public FailureReader(Supplier<List<ResponseExtractor>> extractors) {
        this.extractors = extractors;
    }

    /**
     * Reads an exception and its causes; the outermost that reports a response or an I/O failure is believed.
     *
     * <p>Never throws, whatever the methods of the exception and the extractors do.
     */
    public Failure read(Throwable exception) {
        if (exception instanceof FailedValueException failed) {
            return failed.failure();
        }
        FailedResponse success = null;
        for (Throwable link : CauseChain.of(exception)) {
            FailedResponse response = response(link);
            if (response != null && !isSuccess(response)) {
                return new Failure(exception, response, null);
            }
            // Feign and WebClient report a body that broke off as a response of status 200: the cause tells more.
            success = success != null ? success : response;
            IoFailure io = quietly(IoFailureClassifier::of, link);
            if (io != null) {
                return new Failure(exception, null, null, io, quietly(RequestMethod::of, exception));
            }
        }
        return success != null
                ? new Failure(exception, success, null)
                : new Failure(exception, null, null, null, quietly(RequestMethod::of, exception));
    }

    /**
     * Reads a value that a method returned.
     *
     * @return null if it is no {@code ResponseEntity}, or one of a success
     */
    public @Nullable Failure readValue(Object value) {
        FailedResponse own = quietly(LibraryResponses::ofValue, value);
        if (own == null || isSuccess(own)) {
            return null;
        }
        FailedResponse response = firstOf(value);
        return new FailedValueException(value, response != null ? response : own).failure();
    }

    private @Nullable FailedResponse response(Throwable link) {
        if (link instanceof FailedValueException failed) {
            return failed.response();
        }
        FailedResponse response = firstOf(link);
        return response != null ? response : quietly(LibraryResponses::of, link);
    }

    private @Nullable FailedResponse firstOf(Object failure) {
        List<ResponseExtractor> users = quietly(any -> extractors.get(), failure);
        for (ResponseExtractor extractor : users == null ? List.<ResponseExtractor>of() : users) {
            FailedResponse response = quietly(failed -> SafeResponse.of(extractor.extract(failed)), failure);
            if (response != null) {
                return response;
            }
        }
        return null;
    }

    private static boolean isSuccess(FailedResponse response) {
        return response.status() / 100 == 2;
    }

    private static <T, R> @Nullable R quietly(Function<T, @Nullable R> reader, T failed) {
        try {
            return reader.apply(failed);
        } catch (Throwable ex) {
            FatalErrors.rethrow(ex);
            return null;
        }
    }
}
