/** What a call that succeeds costs, by the library that would retry it. */
@NullMarked
package dev.recourse.benchmarks;

import org.jspecify.annotations.NullMarked;
