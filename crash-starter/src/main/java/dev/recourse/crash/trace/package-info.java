/** Recorded local variables beside the frames that they belong to. */
@NullMarked
package dev.recourse.crash.trace;

import org.jspecify.annotations.NullMarked;
