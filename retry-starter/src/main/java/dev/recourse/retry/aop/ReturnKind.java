package dev.recourse.retry.aop;

/** How the result of a method arrives, and with it how a retry waits. */
enum ReturnKind {
    /** It is there when the method returns. */
    BLOCKING,
    /** A future completes with it. */
    FUTURE,
    /** A mono emits it; a suspending function of Kotlin's is called as if it returned one. */
    MONO,
    /** A flux emits it, element by element. */
    FLUX
}
