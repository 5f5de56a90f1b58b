/** Deadlines and time limits; the clocks that they are measured with are handed in. */
@NullMarked
package dev.recourse.crash.time;

import org.jspecify.annotations.NullMarked;
