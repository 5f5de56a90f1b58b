/** What crash reports cost: an application that runs, and one that crashes. */
@NullMarked
package dev.recourse.benchmarks.crash;

import org.jspecify.annotations.NullMarked;
