/** What the recording of local variables costs: the same code, woven and not. */
@NullMarked
package dev.recourse.benchmarks.locals;

import org.jspecify.annotations.NullMarked;
