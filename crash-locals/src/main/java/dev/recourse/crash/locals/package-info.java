/**
 * The recorder that woven code calls, and what reads from it. It needs only the library that reads class files, which the
 * jar has under a name of its own; without it, frames that take a look at one are left out.
 */
@NullMarked
package dev.recourse.crash.locals;

import org.jspecify.annotations.NullMarked;
