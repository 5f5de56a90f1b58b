package dev.recourse.benchmarks;

/** What is called in every benchmark. */
interface Api {

    /** Takes from the quota. */
    String call(Quota quota);
}
