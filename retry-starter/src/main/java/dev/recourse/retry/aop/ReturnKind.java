package dev.recourse.retry.aop;

/** How the result of a method arrives, and with it how a retry waits. */
enum ReturnKind {
    /** It is there when the method returns. */
    BLOCKING
}
