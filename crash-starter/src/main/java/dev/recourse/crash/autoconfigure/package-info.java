/** The wiring, and the keys of {@code recourse.crash}. */
@NullMarked
package dev.recourse.crash.autoconfigure;

import org.jspecify.annotations.NullMarked;
