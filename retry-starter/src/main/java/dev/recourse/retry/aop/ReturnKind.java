package dev.recourse.retry.aop;

/** How the result of a method arrives. It decides how a retry waits. */
enum ReturnKind {
    /** It is there when the method returns. */
    BLOCKING,
    /** A future completes with it. */
    FUTURE,
    /** A mono emits it. */
    MONO,
    /** A flux emits it, element by element. */
    FLUX
}
