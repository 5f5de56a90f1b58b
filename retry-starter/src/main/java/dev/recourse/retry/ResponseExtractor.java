package dev.recourse.retry;

import org.jspecify.annotations.Nullable;

/**
 * Finds the error response in a failure that the starter does not understand by itself.
 *
 * <p>Beans of this type are asked in their order, before what the starter knows of HTTP clients. The exception and each
 * of its causes are offered, the outermost first. An exception that an extractor throws counts as "no response".
 *
 * @since 0.1
 */
@FunctionalInterface
public interface ResponseExtractor {

    /**
     * {@return the response, or null if this object holds none that the extractor understands}
     *
     * @param failure an exception, or a value such as a {@code ResponseEntity} with an error status; never a success
     */
    @Nullable
    FailedResponse extract(Object failure);
}
