package dev.recourse.retry.durable;

/** What is stored was written by a newer version, whose nodes will read it. */
final class NewerVersionException extends RuntimeException {

    NewerVersionException(int version, int known) {
        super("It has the version " + version + ", and this node reads up to " + known);
    }
}
