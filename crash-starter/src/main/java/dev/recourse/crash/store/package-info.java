/** The directory in which reports wait, and their form there. */
@NullMarked
package dev.recourse.crash.store;

import org.jspecify.annotations.NullMarked;
