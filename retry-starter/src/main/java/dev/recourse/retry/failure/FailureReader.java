package dev.recourse.retry.failure;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds in a chain of causes what the failed call reports. */
final class FailureReader {

    private FailureReader() {}

    static Failure read(Throwable exception) {
        Response success = null;
        for (Throwable link : CauseChain.of(exception)) {
            Response response = quietly(ResponseExtractors::of, link);
            if (response != null && response.status() / 100 != 2) {
                return new Failure(exception, response, null);
            }
            // Feign and WebClient report a body that broke off as a response of status 200: the cause tells more.
            success = success != null ? success : response;
            IoFailure io = quietly(IoFailureClassifier::of, link);
            if (io != null) {
                return new Failure(exception, null, io);
            }
        }
        return new Failure(exception, success, null);
    }

    private static <T> @Nullable T quietly(Function<Throwable, @Nullable T> reader, Throwable link) {
        try {
            return reader.apply(link);
        } catch (Throwable ex) {
            return null;
        }
    }
}
