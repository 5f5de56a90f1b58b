package dev.recourse.retry;

/**
 * Stands for the failure that began a cooldown on another node: the cause of a {@link RetryLaterException} in such a
 * cooldown.
 *
 * <p>Its message names the condition and, where it is known, the host: {@code 429 from api.github.com}. It has no stack
 * trace: nothing failed here.
 *
 * @since 0.1
 */
public final class RemoteCooldownException extends RuntimeException {

    /**
     * Creates the exception.
     *
     * @param summary condition and host, as the other node told them
     */
    public RemoteCooldownException(String summary) {
        super(summary, null, false, false);
    }

    /** {@return condition and host} */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
