package dev.recourse.retry.durable;

/** What is stored cannot be read. Its message tells nothing of the data. */
final class UnreadableCallException extends RuntimeException {

    UnreadableCallException(String message) {
        super(message);
    }
}
