package dev.recourse.retry.execution;

/** An exception whose message cannot be had. */
final class Unprintable extends RuntimeException {

    @Override
    public String getMessage() {
        throw new IllegalStateException("no message");
    }
}
