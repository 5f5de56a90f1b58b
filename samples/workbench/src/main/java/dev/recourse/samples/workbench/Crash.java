package dev.recourse.samples.workbench;

/** What goes wrong in this run. */
enum Crash {
    NONE,
    MAIN,
    THREAD,
    SCHEDULER,
    STARTUP,
    OOM
}
