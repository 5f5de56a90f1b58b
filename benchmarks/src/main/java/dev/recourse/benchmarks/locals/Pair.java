package dev.recourse.benchmarks.locals;

import dev.recourse.benchmarks.Cost;

/** The cost of the same, measured one right after the other. */
record Pair(Cost plain, Cost woven) {

    double ratio() {
        return woven.cpuTime() / plain.cpuTime();
    }

    double moreBytes() {
        return woven.bytes() - plain.bytes();
    }
}
