/** The recorder that woven code calls, and what reads from it; without any dependency. */
@NullMarked
package dev.recourse.crash.locals;

import org.jspecify.annotations.NullMarked;
